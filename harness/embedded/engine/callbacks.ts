import type { Algorithm } from '../leantune.ts';

/** All that the engine calls an algorithm by; what stands in for one needs no more. */
export type Callbacks = Pick<
  Algorithm,
  'initialize' | 'onData' | 'onOrderEvent' | 'onEndOfAlgorithm'
>;
