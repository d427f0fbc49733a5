import type { Picks } from './picks.ts';
import type { OpenTrade, TradeStore } from './trade-store.ts';

/** What each trade puts at risk. */
export interface Stakes {
  /** The part of the balance that 1 R is. */
  readonly share: number;
  /** By trade: 0 where it is refused for its margin, 1 where it is not. */
  readonly taken: Uint8Array;
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
  const taken = new Uint8Array(picks.length);
  let refused = 0;
  for (let at = 0; at < picks.length; at++) {
    const { fill, risk } = store.trades[picks.trade[at] as number] as OpenTrade;
    const marginPct = ((risk_pct / risk) * fill) / leverage;
    if (marginPct > max_margin_pct) refused++;
    else taken[at] = 1;
  }
  return { share: risk_pct / 100, taken, refused };
}
