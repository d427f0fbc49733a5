import { grown } from './cell-mass.ts';

/** Below it a product may soon be no number any more. */
const SMALL = 1e-250;

/** What each kernel's density is divided by: a factor for each axis, 1 where none is set. */
export interface Norms {
  add(kernel: number): void;
  set(kernel: number, axis: number, factor: number): void;
  /** Logs of the products by kernel, up to date. */
  logs(): Float64Array;
}

export function createNorms(axes: number): Norms {
  /** By kernel and axis. */
  let factors = new Float64Array(0);
  let logs = new Float64Array(0);
  /** Kernels whose log is to be made anew, each once. */
  let queue: number[] = [];

  const logOf = (kernel: number): number => {
    let log = 0;
    let product = 1;
    for (let place = kernel * axes; place < (kernel + 1) * axes; place++) {
      product *= factors[place] as number;
      if (product > SMALL) continue;
      log += Math.log(product);
      product = 1;
    }
    return log + Math.log(product);
  };

  return {
    add(kernel) {
      if (kernel < logs.length) return;
      const room = Math.max(32, 2 * kernel);
      factors = grown(factors, room * axes).fill(1, kernel * axes);
      logs = grown(logs, room);
    },
    set(kernel, axis, factor) {
      factors[kernel * axes + axis] = factor;
      if (Number.isNaN(logs[kernel])) return;
      logs[kernel] = Number.NaN;
      queue.push(kernel);
    },
    logs() {
      for (const kernel of queue) logs[kernel] = logOf(kernel);
      queue = [];
      return logs;
    },
  };
}
