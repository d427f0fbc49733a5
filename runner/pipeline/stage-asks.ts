import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup } from '../domain/executor.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomFrom } from '../domain/random.ts';
import type { HistoryBatch, Sampler, Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import type { EvaluationCache } from './evaluation-cache.ts';
import type { PlannedStage } from './plan.ts';

/** A sampler that repeats itself this often in a row has nothing left to say. */
const MOST_DUPLICATES_IN_A_ROW = 1_000;

/** A set that a batch asked for; repeats of one set share one item. */
export interface AskedItem {
  readonly id: number;
  readonly key: string;
  readonly set: ParameterSet;
  readonly batch: number;
  readonly detail: string;
  told: Told | null;
}

export interface AskedBatch {
  readonly number: number;
  /** In the order of asking. */
  readonly items: readonly AskedItem[];
  /** Those to evaluate: neither known before nor repeats within the batch. */
  readonly fresh: readonly AskedItem[];
  /** [index within the ask, id that answers it] */
  readonly duplicates: readonly (readonly [number, number])[];
}

export interface StageAsksOptions {
  readonly stage: PlannedStage;
  readonly space: Space;
  readonly setup: Pick<BacktestSetup, 'symbol'>;
  /** Of the job; a stage may have its own. */
  readonly seed: number;
  readonly seeds: readonly Told[];
  /** How many objectives the job names; 0 or absent: its fitness alone counts. */
  readonly objectives?: number | undefined;
  readonly history: readonly HistoryBatch[];
  /** Evaluations within the history. */
  readonly made: number;
  /** Evaluations the stage may make, those in the history included. */
  readonly budget: number;
  readonly nextId: number;
  readonly cache: EvaluationCache;
  /** Evaluations of this stage that a killed run left, by id. */
  readonly recorded: ReadonlyMap<number, Evaluation>;
}

/** A recorded evaluation is not the one that the job asks for: the history has a gap. */
export class DivergedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DivergedError';
  }
}

/** The asking side of a stage: turns asks into items with ids, answers repeats from the cache. */
export class StageAsks {
  readonly #options: StageAsksOptions;
  readonly #sampler: Sampler;
  readonly #inFlight = new Map<string, AskedItem>();
  #made: number;
  #nextId: number;
  #batches: number;
  #duplicates: number;
  #duplicatesInARow = 0;
  #exhausted: 'budget' | 'duplicates' | null = null;

  constructor(options: StageAsksOptions) {
    const { stage, space, setup, seeds, history, budget } = options;
    const seed = stage.seed ?? options.seed;
    this.#options = options;
    this.#sampler = stage.factory.create({
      space,
      symbol: setup.symbol,
      options: stage.options,
      ...(options.objectives && { objectives: options.objectives }),
      budget,
      seeds,
      randomAt: (n) => randomFrom(seed, stage.position, n),
      history,
    });
    this.#made = options.made;
    this.#nextId = options.nextId;
    this.#batches = history.length;
    this.#duplicates = history.reduce((sum, batch) => sum + batch.length, -options.made);
  }

  /** Evaluations of the stage so far, those of the history included. */
  get made(): number {
    return this.#made;
  }

  get duplicates(): number {
    return this.#duplicates;
  }

  get batches(): number {
    return this.#batches;
  }

  get nextId(): number {
    return this.#nextId;
  }

  /** What ended the asking, where it was not the sampler itself. */
  get exhausted(): 'budget' | 'duplicates' | null {
    return this.#exhausted;
  }

  /** The next batch, or null where the sampler waits for answers or the stage is at its end. */
  next(): AskedBatch | null {
    const { stage, budget } = this.#options;
    if (this.#exhausted !== null) return null;
    const room = budget - this.#made;
    if (room <= 0) {
      this.#exhausted = 'budget';
      return null;
    }
    const sets = this.#sampler.ask(Math.min(stage.batch, room));
    if (sets.length === 0) return null;
    const detail = this.#sampler.detail ?? stage.sampler;
    const resolved = sets.map((set) => this.#resolve(set, detail));
    const duplicates = resolved.flatMap(({ item, fresh }, index) =>
      fresh ? [] : [[index, item.id] as const],
    );
    this.#countDuplicates(duplicates.length, sets.length);
    return {
      number: this.#batches++,
      items: resolved.map(({ item }) => item),
      fresh: resolved.filter(({ fresh }) => fresh).map(({ item }) => item),
      duplicates,
    };
  }

  /** Hands a complete batch to the sampler, in the order of asking. */
  tell(batch: AskedBatch): void {
    for (const item of batch.items) {
      if (item.told === null)
        throw new Error(`Cannot tell evaluation ${item.id}: it has no outcome`);
      this.#inFlight.delete(item.key);
      this.#sampler.tell(item.told);
    }
  }

  #countDuplicates(repeated: number, asked: number): void {
    this.#duplicates += repeated;
    this.#duplicatesInARow = repeated === asked ? this.#duplicatesInARow + repeated : 0;
    if (this.#duplicatesInARow >= MOST_DUPLICATES_IN_A_ROW) this.#exhausted = 'duplicates';
  }

  #resolve(set: ParameterSet, detail: string): { item: AskedItem; fresh: boolean } {
    const { space, cache } = this.#options;
    const key = space.key(set);
    const asked = this.#inFlight.get(key);
    if (asked !== undefined) return { item: asked, fresh: false };
    const batch = this.#batches;
    const known = cache.find(key);
    if (known !== undefined) return { item: { ...known, key, set, batch, detail }, fresh: false };
    this.#made++;
    const item: AskedItem = { id: this.#nextId++, key, set, batch, detail, told: null };
    this.#recall(item);
    this.#inFlight.set(key, item);
    return { item, fresh: true };
  }

  /** Answers an item from what a killed run left. */
  #recall(item: AskedItem): void {
    const { space, cache, recorded } = this.#options;
    const line = recorded.get(item.id);
    if (line === undefined) return;
    if (space.key(line.params) !== item.key) throw divergence(line, item.set);
    item.told = toldOf(line);
    cache.add(item.key, item.id, item.told);
  }
}

/** What a sampler is told of an evaluation; nothing that differs between equal runs. */
export function toldOf({ params, status, fitness, violations, objectives }: Evaluation): Told {
  const told = { params, status, fitness, violations };
  return objectives === undefined ? told : { ...told, objectives };
}

function divergence(line: Evaluation, set: ParameterSet): DivergedError {
  return new DivergedError(
    `Cannot go on from evaluation ${line.id}: wanted the parameters ${JSON.stringify(set)}, ` +
      `found ${JSON.stringify(line.params)} in the run's file`,
  );
}
