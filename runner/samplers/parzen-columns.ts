import { grown } from './cell-mass.ts';
import type { Kernel } from './parzen-terms.ts';

/** The kernels of a numeric axis, kept column by column. */
export interface Columns {
  /** How many there is room for. */
  readonly room: number;
  add(kernel: number, x: number, mean: number): void;
  setWidth(kernel: number, width: number): void;
  x(kernel: number): number;
  mean(kernel: number): number;
  /** Good until the next call, since it is one object for all. */
  of(kernel: number): Kernel;
}

export function createColumns(): Columns {
  let room = 0;
  let coordinates = new Float64Array(0);
  let means = new Float64Array(0);
  let widths = new Float64Array(0);
  const current = { x: Number.NaN, mean: Number.NaN, width: Number.NaN };
  return {
    get room() {
      return room;
    },
    add(kernel, x, mean) {
      if (kernel >= room) {
        room = Math.max(32, 2 * kernel);
        coordinates = grown(coordinates, room);
        means = grown(means, room);
        widths = grown(widths, room);
      }
      coordinates[kernel] = x;
      means[kernel] = mean;
    },
    setWidth(kernel, width) {
      widths[kernel] = width;
    },
    x: (kernel) => coordinates[kernel] as number,
    mean: (kernel) => means[kernel] as number,
    of(kernel) {
      current.x = coordinates[kernel] as number;
      current.mean = means[kernel] as number;
      current.width = widths[kernel] as number;
      return current;
    },
  };
}
