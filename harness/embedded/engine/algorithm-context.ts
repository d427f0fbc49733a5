import type { BacktestContext } from './backtest-context.ts';

let waiting: BacktestContext | null = null;

/** Makes an algorithm inside a context, so that even its field initializers can use it. */
export function createInContext<T>(context: BacktestContext, create: () => T): T {
  waiting = context;
  try {
    return create();
  } finally {
    waiting = null;
  }
}

/** The context of the algorithm that is being made. @throws Error outside of a backtest */
export function takeContext(): BacktestContext {
  if (waiting === null) {
    throw new Error('Cannot make an algorithm: wanted a backtest around it, found none');
  }
  return waiting;
}
