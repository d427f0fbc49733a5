/** The last `size` numbers. */
export class LastValues {
  readonly size: number;
  count = 0;
  /** The number that the last one pushed out; 0 before there is one. */
  removed = 0;
  readonly #values: Float64Array;
  #newest = -1;

  constructor(size: number) {
    this.size = size;
    this.#values = new Float64Array(size);
  }

  get isFull(): boolean {
    return this.count === this.size;
  }

  add(value: number): void {
    this.#newest = this.#newest + 1 === this.size ? 0 : this.#newest + 1;
    if (this.count === this.size) this.removed = this.#values[this.#newest] as number;
    else this.count++;
    this.#values[this.#newest] = value;
  }

  /** @param ago 0 for the newest, up to `count` − 1 */
  at(ago: number): number {
    const index = this.#newest - ago;
    return this.#values[index < 0 ? index + this.size : index] as number;
  }

  get oldest(): number {
    return this.at(this.count - 1);
  }
}
