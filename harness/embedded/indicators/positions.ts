/** Bars that can be looked back on by `indicator[n]`; further back by `at(n)`. */
const MOST_POSITIONS = 512;

/** Lets instances be asked by position, as LEAN's are: `window[1]`. */
export function indexByPosition<T extends object>(
  prototype: T,
  at: (instance: T, position: number) => unknown,
): void {
  // Getters, since a proxy among the prototypes makes every other property slow, too.
  for (let position = 0; position < MOST_POSITIONS; position++) {
    Object.defineProperty(prototype, position, {
      get(this: T) {
        return at(this, position);
      },
    });
  }
}
