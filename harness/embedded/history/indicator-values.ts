import type { Indicator, IndicatorBar, IndicatorDataPoint } from '../indicators/indicator.ts';

/** What an indicator tells over bars, from where it is ready on. It is reset and fed with them. */
export function indicatorValues(
  indicator: Indicator,
  bars: readonly IndicatorBar[],
): IndicatorDataPoint[] {
  indicator.reset();
  const values: IndicatorDataPoint[] = [];
  for (const bar of bars) {
    if (indicator.update(bar)) values.push({ value: indicator.value, time: bar.endTime });
  }
  return values;
}
