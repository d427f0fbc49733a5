import type { Metrics } from '../../../runner/domain/metrics.ts';

/**
 * Metrics of trades made one after the other, each with the whole balance.
 * @param gains part of the balance that each trade gained or lost, in the order of their exits
 */
export function tradeMetrics(gains: ArrayLike<number>): Metrics {
  const count = gains.length;
  let wins = 0;
  let [won, lost] = [0, 0];
  let [balance, peak, drawdown] = [1, 1, 0];
  for (let index = 0; index < count; index++) {
    const gain = gains[index] as number;
    if (gain > 0) {
      wins++;
      won += gain;
    } else lost -= gain;
    balance *= 1 + gain;
    peak = Math.max(peak, balance);
    drawdown = Math.max(drawdown, 1 - balance / peak);
  }
  return {
    net_pnl: (balance - 1) * 100,
    max_drawdown: drawdown * 100,
    trade_count: count,
    ...(count > 0 && { win_rate: wins / count }),
    ...(lost > 0 && { profit_factor: won / lost }),
  };
}
