import type { SetColumns } from '../../../../harness/embedded/steps/set-columns.ts';
import { createStepCache } from '../../../../harness/embedded/steps/step-cache.ts';
import type { StepBars, StepMarket } from '../../../../harness/embedded/steps/step-market.ts';
import { createStepRunner } from '../../../../harness/embedded/steps/step-runner.ts';
import type { StepStrategy, Values } from '../../../../harness/embedded/steps/step-strategy.ts';
import type { ParameterSet, ParameterValue } from '../../../../runner/domain/parameter-set.ts';

/** A bar a minute from a moment on, of rows of open, high, low and close. */
export function barsOf(start: string, rows: readonly (readonly number[])[]): StepBars {
  const first = Date.parse(start);
  const column = (at: number) => Float64Array.from(rows, (row) => row[at] as number);
  return {
    length: rows.length,
    time: Float64Array.from(rows, (_, bar) => first + bar * 60_000),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
  };
}

export function marketOf(bars: StepBars, rest: Partial<StepMarket> = {}): StepMarket {
  return { symbol: 'GER40', bars, news: null, synthetic: false, cash: 100_000, ...rest };
}

export function runnerOf(
  strategy: StepStrategy,
  market: StepMarket,
  { fixed = {}, bytes = 64 * 2 ** 20 }: { fixed?: Values; bytes?: number } = {},
) {
  return createStepRunner({ strategy, market, fixed, cache: createStepCache(bytes) });
}

export function columnsOf(sets: readonly ParameterSet[]): SetColumns {
  const names = [...new Set(sets.flatMap((set) => Object.keys(set)))];
  const levels = names.map((): (ParameterValue | null)[] => []);
  const codes = sets.flatMap((set) =>
    names.map((name, column) => {
      const known = levels[column] as (ParameterValue | null)[];
      const value = set[name] ?? null;
      if (!known.includes(value)) known.push(value);
      return known.indexOf(value);
    }),
  );
  return { count: sets.length, names, levels, codes: Uint32Array.from(codes) };
}

/** Every combination of the values. */
export function gridOf(lists: Readonly<Record<string, readonly ParameterValue[]>>): ParameterSet[] {
  return Object.entries(lists).reduce<ParameterSet[]>(
    (sets, [name, values]) =>
      sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
}
