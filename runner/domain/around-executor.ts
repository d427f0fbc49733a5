import type { Executor } from './executor.ts';

/**
 * An executor that differs from the one inside in how it evaluates alone. What the one inside says of
 * itself is asked anew each time, since it changes while it works.
 */
export function aroundExecutor(executor: Executor, evaluate: Executor['evaluate']): Executor {
  return {
    get slots() {
      return executor.slots;
    },
    get chunk() {
      return executor.chunk;
    },
    start: () => executor.start(),
    timing: executor.timing,
    busy: executor.busy,
    prepare: (setup) => executor.prepare(setup),
    evaluate,
    [Symbol.asyncDispose]: () => executor[Symbol.asyncDispose](),
  };
}
