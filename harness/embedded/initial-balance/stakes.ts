import type { Picks } from './picks.ts';
import type { OpenTrade, TradeStore } from './trade-store.ts';

/** What each trade puts at risk. */
export interface Stakes {
  /** The part of the balance that 1 R is; 0 where the trade is refused for its margin. */
  readonly share: Float64Array;
  readonly refused: number;
}

export interface StakeRules {
  readonly risk_pct: number;
  readonly max_margin_pct: number;
  readonly leverage: number;
}

/**
 * A trade's size is what loses `risk_pct` of the balance over the distance to its stop. Its margin,
 * size × price / leverage, is the same part of any balance, and the value of a point cancels out.
 */
export function stakes(picks: Picks, store: TradeStore, rules: StakeRules): Stakes {
  const { risk_pct, max_margin_pct, leverage } = rules;
  const share = new Float64Array(picks.length);
  let refused = 0;
  for (let at = 0; at < picks.length; at++) {
    const { fill, risk } = store.trades[picks.trade[at] as number] as OpenTrade;
    const marginPct = ((risk_pct / risk) * fill) / leverage;
    if (marginPct > max_margin_pct) refused++;
    else share[at] = risk_pct / 100;
  }
  return { share, refused };
}
