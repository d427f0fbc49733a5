import type { Evaluation } from '../domain/evaluation.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import type { RecordedLines } from '../pipeline/stage-asks.ts';
import type { StagePosition } from '../pipeline/stage-position.ts';
import { STATUSES } from './columns-layout.ts';
import type { Duplicates, StageEnd } from './journal.ts';
import { Tally } from './tally.ts';

/** Marks an id without a line. */
const ABSENT = 255;

/**
 * The lines of an exhaustive stage, a few bytes each instead of an object: by id, counted from the
 * stage's first.
 */
export class ExhaustiveLines implements RecordedLines {
  readonly first: number;
  readonly tally = new Tally();
  readonly #space: Space;
  #status = new Uint8Array(1024).fill(ABSENT);
  #fitness = new Float64Array(1024);
  #point = new Float64Array(1024);
  #batch = new Uint32Array(1024);
  /** What a line says beyond its numbers, where a later stage may ask for its set again. */
  readonly #rest: Map<number, Told> | null;
  /** Those that a checkpoint counts. */
  readonly #counted = new Set<number>();
  #last: number;
  #start = Number.POSITIVE_INFINITY;

  /** @param first id of the stage's first evaluation @param remembers whether sets may come up again */
  constructor(first: number, space: Space, remembers: boolean) {
    this.first = first;
    this.#space = space;
    this.#rest = remembers ? new Map() : null;
    this.#last = first - 1;
  }

  /** Offset of the first line; Infinity where there is none. */
  get start(): number {
    return this.#start;
  }

  /** Whether a checkpoint counts the evaluation. */
  isCounted(id: number): boolean {
    return this.#counted.has(id);
  }

  /** The highest id that was seen. */
  get last(): number {
    return this.#last;
  }

  has(id: number): boolean {
    return id >= this.first && (this.#status[id - this.first] ?? ABSENT) !== ABSENT;
  }

  /**
   * The first line of an id is the one that counts.
   * @param offset of the line
   * @param isCounted whether the tally has it already
   */
  add(evaluation: Evaluation, offset: number, isCounted = false): void {
    const place = evaluation.id - this.first;
    if (place < 0 || this.has(evaluation.id)) return;
    this.#makeRoom(place);
    this.#status[place] = STATUSES.indexOf(evaluation.status);
    this.#fitness[place] = evaluation.fitness;
    this.#point[place] = this.#space.pointOf?.(evaluation.params) ?? -1;
    this.#batch[place] = evaluation.batch;
    this.#last = Math.max(this.#last, evaluation.id);
    if (this.#rest !== null && hasMore(evaluation)) this.#rest.set(evaluation.id, evaluation);
    this.#start = Math.min(this.#start, offset);
    if (isCounted) this.#counted.add(evaluation.id);
    else this.tally.add(evaluation);
  }

  get(id: number): Told | undefined {
    if (!this.has(id)) return undefined;
    const more = this.#rest?.get(id);
    if (more !== undefined) return more;
    const place = id - this.first;
    return {
      params: this.paramsOf(id) ?? {},
      status: STATUSES[this.#status[place] as number] ?? 'failed',
      fitness: this.#fitness[place] as number,
      violations: {},
    };
  }

  paramsOf(id: number): ParameterSet | null {
    const point = this.#point[id - this.first] ?? -1;
    return point < 0 ? null : this.#space.at(point);
  }

  batchOf(id: number): number {
    return this.#batch[id - this.first] as number;
  }

  #makeRoom(place: number): void {
    if (place < this.#status.length) return;
    const size = Math.max(place + 1, this.#status.length * 2);
    const status = new Uint8Array(size).fill(ABSENT);
    status.set(this.#status);
    this.#status = status;
    this.#fitness = grown(new Float64Array(size), this.#fitness);
    this.#point = grown(new Float64Array(size), this.#point);
    this.#batch = grown(new Uint32Array(size), this.#batch);
  }
}

function grown<T extends Float64Array | Uint32Array>(into: T, from: T): T {
  into.set(from as never);
  return into;
}

function hasMore({ violations, objectives, standings }: Evaluation): boolean {
  if (objectives !== undefined || standings !== undefined) return true;
  for (const _ in violations) return true;
  return false;
}

export interface ExhaustivePast {
  readonly lines: ExhaustiveLines;
  readonly end: StageEnd | null;
  /** By batch. */
  readonly duplicates: ReadonlyMap<number, Duplicates>;
  /** The set of an evaluation of an earlier stage, or of the study. */
  readonly earlier: (id: number | string) => ParameterSet | undefined;
}

/** How far the lines go without a gap, in whole batches: from there on all is asked for again. */
export function positionAfter({ lines, end, duplicates, earlier }: ExhaustivePast): StagePosition {
  let unbroken = lines.first;
  while (lines.has(unbroken)) unbroken++;
  const batches = wholeBatches(unbroken - 1, lines, end);
  // The batch of the last line may have been cut, so that it is asked for once more.
  let made = unbroken - lines.first;
  while (made > 0 && lines.batchOf(lines.first + made - 1) >= batches) made--;
  let repeated = 0;
  for (const [batch, { of }] of duplicates) {
    if (batch >= batches) continue;
    if (of.some(([, id]) => earlier(id) === undefined)) return START;
    repeated += of.length;
  }
  const after = lastAsked(batches - 1, made, { lines, end, duplicates, earlier });
  // A set that stands at no point of the grid is none that could be gone on from.
  if (after === null && made + repeated > 0) return START;
  return { batches, made, duplicates: repeated, after };
}

const START: StagePosition = { batches: 0, made: 0, duplicates: 0, after: null };

function wholeBatches(last: number, lines: ExhaustiveLines, end: StageEnd | null): number {
  const unbroken = last < lines.first ? 0 : lines.batchOf(last);
  if (end === null || last < end.last_id) return unbroken;
  return Math.max(unbroken, end.batches);
}

/** The last set of a batch: a repeat where one stood there, else its last evaluation. */
function lastAsked(batch: number, made: number, past: ExhaustivePast): ParameterSet | null {
  const { lines, duplicates, earlier } = past;
  let fresh = 0;
  while (fresh < made && lines.batchOf(lines.first + made - 1 - fresh) === batch) fresh++;
  const repeats = duplicates.get(batch)?.of ?? [];
  const last = repeats.at(-1);
  if (last !== undefined && last[0] === fresh + repeats.length - 1) return earlier(last[1]) ?? null;
  return fresh === 0 ? null : lines.paramsOf(lines.first + made - 1);
}
