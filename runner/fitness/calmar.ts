import { z } from 'zod';
import { limited } from './limited.ts';
import { limitOptions } from './limits.ts';

const options = z
  .strictObject({
    ...limitOptions,
    zero_drawdown: z
      .enum(['floor', 'invalid'])
      .default('floor')
      .describe('A set without any drawdown: counted with drawdown_floor, or invalid'),
    drawdown_floor: z
      .number()
      .positive()
      .default(0.1)
      .describe('With zero_drawdown "floor": smaller drawdowns count as this much, in percent'),
  })
  .describe('Net profit over drawdown, weighted by the number of trades');

/**
 * Net profit (%) / max drawdown (%) × log10(trades / min_trades), where trades are LEAN's Total
 * Orders; so exactly min_trades scores 0. Not the Calmar ratio of the books, which is the metric
 * `calmar_ratio`.
 */
export const calmar = {
  options,
  ...limited<z.output<typeof options>>(({ min_trades, zero_drawdown, drawdown_floor }) => {
    const floored = zero_drawdown === 'floor';
    return ({ net_pnl, max_drawdown, trade_count }) => {
      if (net_pnl === undefined || max_drawdown === undefined || trade_count === undefined) {
        return Number.NEGATIVE_INFINITY;
      }
      const drawdown = floored ? Math.max(max_drawdown, drawdown_floor) : max_drawdown;
      if (!(drawdown > 0)) return Number.NEGATIVE_INFINITY;
      return (net_pnl / drawdown) * Math.log10(trade_count / min_trades);
    };
  }),
};
