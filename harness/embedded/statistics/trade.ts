import type { FillRecord } from '../engine/portfolio.ts';
import type { Security } from '../engine/security.ts';

/** A closed trade: an entry and its exit. Money in account currency, times in UTC ms. */
export interface Trade {
  readonly security: Security;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly direction: 'long' | 'short';
  readonly quantity: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  /** Before fees, in whole cents. */
  readonly profitLoss: number;
  readonly totalFees: number;
  /** Maximum adverse and favourable excursion; 0 where no prices were marked. */
  readonly mae: number;
  readonly mfe: number;
  readonly endTradeDrawdown: number;
  readonly orderIds: readonly number[];
}

export type TradeFill = Omit<FillRecord, 'slice'>;
