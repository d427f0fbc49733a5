import type { Evaluation } from '../domain/evaluation.ts';
import type { Fruitless } from '../domain/run-record.ts';

/** A message is kept for people; the lines hold the whole of it. */
const MOST_CHARACTERS = 300;

/** Counts why sets came to nothing, in any order; undefined until one did. */
export class FruitlessTally {
  #missed = new Map<string, number>();
  #orderless = 0;
  #failure: Fruitless['failure'] = null;

  constructor(from: Fruitless | undefined) {
    if (from !== undefined) this.merge(from);
  }

  get state(): Fruitless | undefined {
    const missed = Object.fromEntries(this.#missed);
    const orderless = this.#orderless;
    const failure = this.#failure;
    if (this.#missed.size === 0 && orderless === 0 && failure === null) return undefined;
    return { missed, orderless, failure };
  }

  add({ id, status, error, violations, trade_count: orders }: Evaluation): void {
    if (status === 'failed') this.#fail({ id, error: gist(error ?? '') });
    if (status === 'invalid') for (const name of Object.keys(violations)) this.#miss(name, 1);
    if (orders === 0) this.#orderless++;
  }

  merge({ missed, orderless, failure }: Fruitless): void {
    for (const [name, count] of Object.entries(missed)) this.#miss(name, count);
    this.#orderless += orderless;
    if (failure !== null) this.#fail(failure);
  }

  #miss(name: string, count: number): void {
    this.#missed.set(name, (this.#missed.get(name) ?? 0) + count);
  }

  /** Slots finish in any order: the lowest number is the same however they do. */
  #fail(failure: NonNullable<Fruitless['failure']>): void {
    if (this.#failure === null || failure.id < this.#failure.id) this.#failure = failure;
  }
}

/** The first line, which says what happened; the others say where. */
function gist(error: string): string {
  const [first = ''] = error.trim().split('\n');
  return first.length > MOST_CHARACTERS ? `${first.slice(0, MOST_CHARACTERS)}…` : first;
}
