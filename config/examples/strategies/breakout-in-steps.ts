import { defineSteps, type StepBars, type StepTrade, tradeMetrics } from 'leantune';

/**
 * Buys a close above the highest one of the last `days` bars and holds it for `hold` bars, or until
 * it has lost `stop` of its price.
 *
 * The first step reads `days` alone, so that it is computed once for all sets with the same `days`;
 * the second one reads the rest. A step is a pure function: it changes nothing but what it returns.
 */
export default defineSteps({ days: 50, hold: 10, stop: 0.05 })
  .step('breakouts', { reads: ['days'] }, ({ bars, params }) => breakouts(bars, params.days))
  .step('held', { reads: ['hold', 'stop'], uses: ['breakouts'] }, ({ bars, params, breakouts }) =>
    held(bars, breakouts, params),
  )
  .trades({ uses: ['held'] }, ({ held }) => held)
  .measure({ uses: ['held'] }, ({ held }) => tradeMetrics(held.map(({ gain }) => gain)));

/** Bars that close above all of the `days` bars before them. */
function breakouts({ close, length }: StepBars, days: number): Int32Array {
  const found: number[] = [];
  for (let bar = days; bar < length; bar++) {
    if (close[bar]! > Math.max(...close.subarray(bar - days, bar))) found.push(bar);
  }
  return Int32Array.from(found);
}

/** One trade at a time, bought and sold at closes. */
function held(
  { time, close, length }: StepBars,
  entries: Int32Array,
  { hold, stop }: { hold: number; stop: number },
): StepTrade[] {
  const trades: StepTrade[] = [];
  let free = 0;
  for (const entry of entries) {
    if (entry < free || entry + 1 >= length) continue;
    const [entryPrice, last] = [close[entry]!, Math.min(entry + hold, length - 1)];
    let exit = entry + 1;
    while (exit < last && close[exit]! > entryPrice * (1 - stop)) exit++;
    const exitPrice = close[exit]!;
    const [entryTime, exitTime] = [time[entry]!, time[exit]!];
    const gain = exitPrice / entryPrice - 1;
    trades.push({ direction: 'long', entryTime, entryPrice, exitTime, exitPrice, gain });
    free = exit;
  }
  return trades;
}
