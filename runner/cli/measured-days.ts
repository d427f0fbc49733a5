import type { BestParameters } from '../report/best-parameters.ts';
import type { RunStore } from '../run/run-store.ts';

/**
 * Days of the backtests of each search, by its folder: all are of the same dates, so that the stored
 * result of the best tells it of all.
 */
export async function measuredDays(
  store: RunStore,
  { record, sets }: BestParameters,
): Promise<ReadonlyMap<string, number>> {
  const days = new Map<string, number>();
  for (const folder of new Set(sets.map((set) => set.folder))) {
    const result = await store.result(record.id, folder, 'best');
    const count = daysIn(result);
    if (count > 0) days.set(folder, count);
  }
  return days;
}

/** LEAN samples a return a day. */
function daysIn(result: unknown): number {
  const { charts } = (result ?? {}) as {
    charts?: Record<string, { series?: Record<string, { values?: readonly unknown[] }> }>;
  };
  return charts?.['Strategy Equity']?.series?.['Return']?.values?.length ?? 0;
}
