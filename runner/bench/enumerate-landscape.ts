import type { BacktestRequest, BacktestSetup, Executor } from '../domain/executor.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Space } from '../domain/space.ts';
import type { Scorer } from '../pipeline/score.ts';

export interface EnumerateOptions {
  readonly executor: Executor;
  readonly setup: BacktestSetup;
  /** Finite. */
  readonly space: Space;
  readonly scorer: Scorer;
  /** Told of backtests made, of how many. */
  readonly progress: (made: number, of: number) => void;
  readonly signal: AbortSignal;
}

/** Backtests every set of a space. By point of the grid: the negated fitness, NaN where not valid. */
export async function enumerateLandscape(
  options: EnumerateOptions,
): Promise<Float64Array<SharedArrayBuffer>> {
  const { executor, space } = options;
  const points = Number(space.gridSize ?? 0n);
  const values = new Float64Array(new SharedArrayBuffer(8 * points)).fill(Number.NaN);
  const sets = setsOf(space, points);
  let made = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const chunk = [...sets.take(executor.chunk)];
      if (chunk.length === 0) return;
      await evaluate(chunk, options, values);
      made += chunk.length;
      options.progress(made, Number(space.size ?? points));
    }
  };
  await Promise.all(Array.from({ length: executor.slots }, work));
  return values;
}

interface Placed {
  readonly point: number;
  readonly params: ParameterSet;
}

function setsOf(space: Space, points: number): { take(count: number): Placed[] } {
  let point = 0;
  return {
    take(count) {
      const taken: Placed[] = [];
      for (; point < points && taken.length < count; point++) {
        const params = space.at(point);
        if (params !== null) taken.push({ point, params });
      }
      return taken;
    },
  };
}

async function evaluate(
  chunk: readonly Placed[],
  { executor, setup, scorer, signal }: EnumerateOptions,
  values: Float64Array,
): Promise<void> {
  const requests = chunk.map(({ point, params }): BacktestRequest => {
    return { id: point, setup, params, detail: 'metrics' };
  });
  for await (const outcome of executor.evaluate(requests, signal)) {
    if (outcome.status === 'failed') throw new Error(`Cannot map a landscape: ${outcome.error}`);
    const { status, fitness } = scorer(outcome);
    if (status === 'complete') values[outcome.id] = -fitness;
  }
}
