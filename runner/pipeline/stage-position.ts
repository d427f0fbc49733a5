import type { ParameterSet } from '../domain/parameter-set.ts';
import type { AskedBatch } from './asked-batch.ts';

/** How far a stage is told: everything before stands in the run's files and never comes up again. */
export interface StagePosition {
  readonly batches: number;
  /** Evaluations, and repeats of earlier ones. */
  readonly made: number;
  readonly duplicates: number;
  /** The last set that was asked for. */
  readonly after: ParameterSet | null;
}

/** Follows a stage's position while batches are told, in whatever order these become whole. */
export class PositionKeeper {
  #position: StagePosition;
  /** Batches that were told before one that was asked for earlier, by number. */
  readonly #ahead = new Map<number, Omit<StagePosition, 'batches'>>();

  constructor(start: StagePosition) {
    this.#position = start;
  }

  get position(): StagePosition {
    return this.#position;
  }

  /** Moves the position on, over all batches that are told without a gap. */
  told({ number, items, fresh, duplicates }: AskedBatch): void {
    this.#ahead.set(number, {
      made: fresh.length,
      duplicates: duplicates.length,
      after: items.at(-1)?.set ?? null,
    });
    let told = this.#ahead.get(this.#position.batches);
    while (told !== undefined) {
      const before = this.#position;
      this.#ahead.delete(before.batches);
      this.#position = {
        batches: before.batches + 1,
        made: before.made + told.made,
        duplicates: before.duplicates + told.duplicates,
        after: told.after ?? before.after,
      };
      told = this.#ahead.get(this.#position.batches);
    }
  }
}
