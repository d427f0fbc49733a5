import { indexByPosition } from './positions.ts';

/** The last `size` things, the newest first: `window[0]`. */
export class RollingWindow<T> {
  readonly [position: number]: T;
  readonly size: number;
  /** Things added so far. */
  samples = 0;
  /** What the last one pushed out. */
  mostRecentlyRemoved: T | undefined = undefined;
  #items: T[] = [];
  #newest = -1;

  /** @throws RangeError where the size is no whole number from 1 */
  constructor(size: number) {
    if (!(Number.isInteger(size) && size > 0)) {
      throw new RangeError(`Cannot make a window: wanted a whole number from 1, found ${size}`);
    }
    this.size = size;
  }

  get count(): number {
    return this.#items.length;
  }

  get isReady(): boolean {
    return this.samples >= this.size;
  }

  add(item: T): void {
    this.#newest = (this.#newest + 1) % this.size;
    if (this.#items.length === this.size) this.mostRecentlyRemoved = this.#items[this.#newest];
    this.#items[this.#newest] = item;
    this.samples++;
  }

  /** @throws RangeError where there is nothing at the position */
  at(position: number): T {
    if (!(position >= 0 && position < this.count)) {
      throw new RangeError(`Cannot read [${position}]: wanted less than ${this.count}`);
    }
    return this.#items[(this.#newest - position + this.size) % this.size] as T;
  }

  reset(): void {
    this.#items = [];
    this.#newest = -1;
    this.samples = 0;
    this.mostRecentlyRemoved = undefined;
  }

  /** The newest first. */
  *[Symbol.iterator](): Iterator<T> {
    for (let position = 0; position < this.count; position++) yield this.at(position);
  }
}

indexByPosition(RollingWindow.prototype, (window, position) => window.at(position));
