/**
 * Where a thread is: the index of the backtest it is at, or -1, and a count that grows with every
 * step. In shared memory, so that it can be read while the thread is in a loop, and after its death.
 */
export interface Position {
  readonly memory: SharedArrayBuffer;
  readonly index: number;
  readonly steps: number;
  moveTo(index: number): void;
}

export function createPosition(memory = new SharedArrayBuffer(8)): Position {
  const cells = new Int32Array(memory);
  return {
    memory,
    get index() {
      return Atomics.load(cells, 0);
    },
    get steps() {
      return Atomics.load(cells, 1);
    },
    moveTo(index) {
      Atomics.store(cells, 0, index);
      Atomics.add(cells, 1, 1);
    },
  };
}
