import type { EvaluationStatus } from '../domain/evaluation.ts';

/** What is known of a set that stands at a point of the grid. */
export interface PointRow {
  readonly id: number;
  readonly status: EvaluationStatus;
  readonly fitness: number;
}

const STATUSES = ['complete', 'invalid', 'failed', 'pruned'] as const;
const EMPTY = -1;
const LEAST_ROOM = 1_024;
/** Fuller tables look into many places for one. */
const FULLEST = 0.75;

/**
 * Rows by point in typed arrays: some 30 bytes each, where an object of a set with its parameters takes
 * 500, which a million and a half of an exhaustive stage cannot have.
 */
export class PointTable {
  #point = new Float64Array(LEAST_ROOM).fill(EMPTY);
  #id = new Float64Array(LEAST_ROOM);
  #fitness = new Float64Array(LEAST_ROOM);
  #status = new Uint8Array(LEAST_ROOM);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(point: number): PointRow | undefined {
    const place = this.#placeOf(point);
    return this.#point[place] === point ? this.#rowAt(place) : undefined;
  }

  /** Puts a row in, or over the one that is there. */
  set(point: number, { id, status, fitness }: PointRow): void {
    if (this.#size >= this.#point.length * FULLEST) this.#grow();
    const place = this.#placeOf(point);
    if (this.#point[place] !== point) this.#size++;
    this.#point[place] = point;
    this.#id[place] = id;
    this.#fitness[place] = fitness;
    this.#status[place] = STATUSES.indexOf(status);
  }

  /** In no order. */
  *rows(): IterableIterator<PointRow & { readonly point: number }> {
    for (let place = 0; place < this.#point.length; place++) {
      const point = this.#point[place] as number;
      if (point !== EMPTY) yield { point, ...this.#rowAt(place) };
    }
  }

  #rowAt(place: number): PointRow {
    return {
      id: this.#id[place] as number,
      status: STATUSES[this.#status[place] as number] ?? 'failed',
      fitness: this.#fitness[place] as number,
    };
  }

  /** Where a point stands, or where it would. */
  #placeOf(point: number): number {
    const mask = this.#point.length - 1;
    // Both halves of a number beyond 32 bits count; neighbours are spread (Knuth's multiplier).
    const high = Math.floor(point / 2 ** 32);
    let place = Math.imul((point | 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> 0;
    place = (place ^ (place >>> 15)) & mask;
    while (this.#point[place] !== EMPTY && this.#point[place] !== point) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [points, ids, fitness, status] = [this.#point, this.#id, this.#fitness, this.#status];
    const room = points.length * 2;
    this.#point = new Float64Array(room).fill(EMPTY);
    this.#id = new Float64Array(room);
    this.#fitness = new Float64Array(room);
    this.#status = new Uint8Array(room);
    for (let from = 0; from < points.length; from++) {
      const point = points[from] as number;
      if (point === EMPTY) continue;
      const place = this.#placeOf(point);
      this.#point[place] = point;
      this.#id[place] = ids[from] as number;
      this.#fitness[place] = fitness[from] as number;
      this.#status[place] = status[from] as number;
    }
  }
}
