import { smartRound } from '../data/benchmark.ts';
import type { BenchmarkFunction } from '../data/benchmark-choice.ts';
import type { Timeline } from '../data/timeline.ts';
import type { Pauses } from './milestone-watch.ts';
import { inStrategy } from './phase.ts';

/** The pauses of a backtest that are LEAN's daily samples, and the benchmark at each of them. */
export interface BenchmarkWatch extends Pauses {
  /** One for each of the timeline's daily samples; 0 at those that were not reached. */
  readonly daily: Float64Array<SharedArrayBuffer>;
}

/** Asks a strategy's own benchmark for its value once a day, by the clock of that moment. */
export function watchBenchmark(
  valueAt: BenchmarkFunction,
  { dailySlice, dailyTime }: Pick<Timeline, 'dailySlice' | 'dailyTime'>,
  { clock, slices }: { readonly clock: { utc: number }; readonly slices: number },
): BenchmarkWatch {
  const daily = new Float64Array(new SharedArrayBuffer(8 * dailyTime.length));
  let day = 0;
  return {
    ends: [...new Set([...Array.from(dailySlice, (slice) => slice + 1), slices])],
    daily,
    look(slices) {
      const now = clock.utc;
      for (; (dailySlice[day] ?? Number.POSITIVE_INFINITY) < slices; day++) {
        const time = dailyTime[day] as number;
        clock.utc = time;
        daily[day] = smartRound(inStrategy(() => valueAt(new Date(time))));
      }
      clock.utc = now;
    },
  };
}
