import type { Random } from '../domain/random.ts';

/** How a numeric kernel lies on an axis. */
export interface Kernel {
  /** Its coordinate: a level where values are discrete. */
  readonly x: number;
  /** In the unit interval, like the width. */
  readonly mean: number;
  readonly width: number;
}

/** Some kernels, with the log density of each as far as it is known. */
export interface Batch {
  readonly kernels: Int32Array;
  readonly logs: Float64Array;
  length: number;
}

/** A step of some kernels through one axis, for one of the points that are asked for. */
export interface Pass {
  from: Batch;
  /** May be the same. */
  to: Batch;
  point: number;
  /**
   * Kernels whose log falls below it are dropped: by what they add to a count, since which they are is
   * chance to a processor, and a branch that it guesses wrong costs more than all else of a step.
   */
  limit: number;
}

/** The density of kernels at points of one axis. */
export interface Terms {
  /** Takes the coordinates that are asked for. */
  aim(points: Float64Array): void;
  /**
   * The prior's log density at a point: a normal around the middle, as wide as the axis; any value
   * where that has no order.
   */
  prior(point: number): number;
  /** What all kernels, the prior too, have in common at a point: the log of a cell's size. */
  shared(point: number): number;
  /** Takes from each kernel what it loses at the point, norms aside. */
  lower(pass: Pass): void;
}

/** Terms of normal kernels, truncated to the unit interval. */
export interface NumericTerms extends Terms {
  reserve(kernels: number): void;
  set(kernel: number, values: Kernel): void;
  /** What the kernel's density is divided by for good. */
  norm(values: Kernel): number;
}

/** One axis of a mixture of product kernels, all of them numbered alike. */
export interface KernelAxis extends Terms {
  add(kernel: number, x: number): void;
  include(kernel: number): void;
  exclude(kernel: number): void;
  /** Brings up to date what depends on the number of kernels, or else all of it. */
  settle(kernels: number, all: boolean): void;
  /** A draw from a kernel, from the prior where none is given. */
  sample(kernel: number | null, random: Random): number;
}
