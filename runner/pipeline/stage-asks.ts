import type { BacktestSetup } from '../domain/executor.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomFrom } from '../domain/random.ts';
import type { HistoryBatch, Sampler, Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import type { AskedBatch, AskedItem, RecordedAsk } from './asked-batch.ts';
import { divergence } from './diverged-error.ts';
import { type EvaluationCache, keyOf, type SetKey } from './evaluation-cache.ts';
import type { PlannedStage } from './plan.ts';
import { PositionKeeper, type StagePosition } from './stage-position.ts';
import { toldOf } from './told-of.ts';

/** A sampler that repeats itself this often in a row has nothing left to say. */
const MOST_DUPLICATES_IN_A_ROW = 1_000;

/** Evaluations that a killed run left, by id. */
export interface RecordedLines {
  get(id: number): Told | undefined;
  /** Their ids, where these can be told. */
  keys?(): Iterable<number>;
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
  /** Where an exhaustive stage goes on, in place of a history. */
  readonly from?: StagePosition | undefined;
  /** What the strategy says of shared steps; see `Preparation`. */
  readonly sharing?: readonly string[] | undefined;
  /** Evaluations the stage may make, those in the history included. */
  readonly budget: number;
  readonly nextId: number;
  readonly cache: EvaluationCache;
  /** False where nobody asks for the stage's sets again, so that the cache need not hold them. */
  readonly remembers?: boolean;
  /** Evaluations of this stage after the history. */
  readonly recorded: RecordedLines;
}

/** The asking side of a stage: turns asks into items with ids, answers repeats from the cache. */
export class StageAsks {
  readonly #options: StageAsksOptions;
  readonly #sampler: Sampler;
  readonly #inFlight = new Map<SetKey, AskedItem>();
  readonly #repeats: boolean;
  /** Ids of items that an earlier session asked for. */
  readonly #recalled = new Set<number>();
  readonly #settled: PositionKeeper;
  #made: number;
  #nextId: number;
  #batches: number;
  #duplicates: number;
  #duplicatesInARow = 0;
  #exhausted: 'budget' | 'duplicates' | null = null;

  constructor(options: StageAsksOptions) {
    const { stage, space, setup, seeds, history, budget, from, sharing } = options;
    const seed = stage.seed ?? options.seed;
    this.#options = options;
    this.#repeats = stage.factory.exhaustive !== true;
    this.#sampler = stage.factory.create({
      space,
      symbol: setup.symbol,
      options: stage.options,
      ...(options.objectives && { objectives: options.objectives }),
      budget,
      seeds,
      randomAt: (n) => randomFrom(seed, stage.position, n),
      history,
      ...(from !== undefined && { after: from.after }),
      sharing,
    });
    const asked = history.reduce((sum, batch) => sum + batch.length, 0);
    const start = from ?? {
      batches: history.length,
      made: options.made,
      duplicates: asked - options.made,
      after: history.findLast((batch) => batch.length > 0)?.at(-1)?.params ?? null,
    };
    this.#settled = new PositionKeeper(start);
    this.#made = start.made;
    this.#batches = start.batches;
    this.#duplicates = start.duplicates;
    this.#nextId = options.nextId;
  }

  /** How far the stage is told. */
  get settled(): StagePosition {
    return this.#settled.position;
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
  next(count = this.#options.stage.batch): AskedBatch | null {
    const { stage, budget } = this.#options;
    if (this.#exhausted !== null) return null;
    const room = budget - this.#made;
    if (room <= 0) {
      this.#exhausted = 'budget';
      return null;
    }
    const sets = this.#sampler.ask(Math.min(count, room));
    if (sets.length === 0) return null;
    const detail = this.#sampler.detail ?? stage.sampler;
    const items: AskedItem[] = [];
    const fresh: AskedItem[] = [];
    const duplicates: [number, number | string][] = [];
    for (const set of sets) {
      const made = this.#made;
      const item = this.#resolve(set, detail);
      if (this.#made > made) fresh.push(item);
      else duplicates.push([items.length, item.from ?? item.id]);
      items.push(item);
    }
    this.#countDuplicates(duplicates.length, sets.length);
    return { number: this.#batches++, items, fresh, duplicates };
  }

  /** Hands a complete batch to the sampler, in the order of asking. */
  tell(batch: AskedBatch): void {
    for (const item of batch.items) {
      if (item.told === null)
        throw new Error(`Cannot tell evaluation ${item.id}: it has no outcome`);
      if (this.#repeats) this.#inFlight.delete(item.key);
      this.#sampler.tell(item.told);
    }
    this.#settled.told(batch);
  }

  /**
   * Makes an ask of an earlier session again. The sampler comes to the same state by it; what it
   * asked for then counts, whatever it says now.
   */
  recall({ batch, detail, count, fresh: asked, repeats }: RecordedAsk): AskedBatch {
    this.#sampler.ask(count);
    this.#batches = batch + 1;
    const again = new Map(repeats);
    const items: AskedItem[] = [];
    const fresh: AskedItem[] = [];
    const duplicates: [number, number | string][] = [];
    for (let index = 0, next = 0; index < asked.length + repeats.length; index++) {
      const repeated = again.get(index);
      const [id, set] = asked[next] ?? [];
      const made = this.#made;
      const item =
        repeated === undefined && id !== undefined && set !== undefined
          ? this.#renew({ id, set, batch, detail })
          : this.#resolve(repeated ?? {}, detail);
      if (repeated === undefined) next++;
      if (this.#made > made) fresh.push(item);
      else duplicates.push([index, item.from ?? item.id]);
      items.push(item);
    }
    this.#countDuplicates(duplicates.length, items.length);
    return { number: batch, items, fresh, duplicates };
  }

  /** Lines whose asks the journal has lost: they count, and their sets are not evaluated again. */
  adoptRest(): void {
    const { space, cache, recorded } = this.#options;
    for (const id of recorded.keys?.() ?? []) {
      const line = recorded.get(id);
      if (line === undefined || this.#recalled.has(id)) continue;
      cache.add(keyOf(space, line.params), id, toldOf(line));
      this.#made++;
      this.#nextId = Math.max(this.#nextId, id + 1);
    }
  }

  /** An item as it was asked for before. */
  #renew(asked: Pick<AskedItem, 'id' | 'set' | 'batch' | 'detail'>): AskedItem {
    const item: AskedItem = { ...asked, key: keyOf(this.#options.space, asked.set), told: null };
    this.#made++;
    this.#nextId = Math.max(this.#nextId, item.id + 1);
    this.#recalled.add(item.id);
    this.#recall(item);
    this.#inFlight.set(item.key, item);
    return item;
  }

  #countDuplicates(repeated: number, asked: number): void {
    this.#duplicates += repeated;
    this.#duplicatesInARow = repeated === asked ? this.#duplicatesInARow + repeated : 0;
    // A sampler may well ask for all that the study has before it comes to something new.
    const most = MOST_DUPLICATES_IN_A_ROW + this.#options.cache.adopted;
    if (this.#duplicatesInARow >= most) this.#exhausted = 'duplicates';
  }

  /** The item of a set: a new one, which counts as made, or that which answers its repeat. */
  #resolve(set: ParameterSet, detail: string): AskedItem {
    const { space, cache } = this.#options;
    const key = keyOf(space, set);
    const asked = this.#repeats ? this.#inFlight.get(key) : undefined;
    if (asked !== undefined) return asked;
    const batch = this.#batches;
    const known = cache.find(key);
    if (known !== undefined) return { ...known, key, set, batch, detail };
    this.#made++;
    const item: AskedItem = { id: this.#nextId++, key, set, batch, detail, told: null };
    this.#recall(item);
    if (this.#repeats) this.#inFlight.set(key, item);
    return item;
  }

  /** Answers an item from what a killed run left. */
  #recall(item: AskedItem): void {
    const { space, cache, recorded, remembers = true } = this.#options;
    const line = recorded.get(item.id);
    if (line === undefined) return;
    if (keyOf(space, line.params) !== item.key) throw divergence(item, line.params);
    item.told = toldOf(line);
    if (remembers) cache.add(item.key, item.id, item.told);
  }
}
