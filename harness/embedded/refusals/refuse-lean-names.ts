import { Cash, CashBook } from '../engine/cash-book.ts';
import { OrderTicket } from '../engine/order.ts';
import { Portfolio } from '../engine/portfolio.ts';
import { Security } from '../engine/security.ts';
import { SecurityHolding } from '../engine/security-holding.ts';
import { SecurityManager } from '../engine/security-manager.ts';
import { Settings } from '../engine/settings.ts';
import { Slice } from '../engine/slice.ts';
import { Transactions } from '../engine/transactions.ts';
import { DateRules } from '../scheduling/date-rules.ts';
import { SCHEDULE } from '../scheduling/schedule-methods.ts';
import { TimeRules } from '../scheduling/time-rules.ts';
import { refuseNames } from './refuse-names.ts';
import { otherSpellings } from './refuse-strategy.ts';
import {
  ALGORITHM_NAMES,
  CASH_BOOK_NAMES,
  CASH_NAMES,
  HOLDING_NAMES,
  PORTFOLIO_NAMES,
  RULE_NAMES,
  SCHEDULE_NAMES,
  SECURITIES_NAMES,
  SECURITY_NAMES,
  SETTING_NAMES,
  SLICE_NAMES,
  TICKET_NAMES,
  TRANSACTION_NAMES,
} from './refused-names.ts';

/** What is refused of everything that strategies hold. */
export const REFUSED = [
  { owner: 'portfolio', prototype: Portfolio.prototype, groups: PORTFOLIO_NAMES },
  { owner: 'transactions', prototype: Transactions.prototype, groups: TRANSACTION_NAMES },
  { owner: 'securities', prototype: SecurityManager.prototype, groups: SECURITIES_NAMES },
  { owner: 'security', prototype: Security.prototype, groups: SECURITY_NAMES },
  { owner: 'holding', prototype: SecurityHolding.prototype, groups: HOLDING_NAMES },
  { owner: 'ticket', prototype: OrderTicket.prototype, groups: TICKET_NAMES },
  { owner: 'slice', prototype: Slice.prototype, groups: SLICE_NAMES },
  { owner: 'settings', prototype: Settings.prototype, groups: SETTING_NAMES },
  { owner: 'schedule', prototype: SCHEDULE, groups: SCHEDULE_NAMES },
  { owner: 'dateRules', prototype: DateRules.prototype, groups: RULE_NAMES },
  { owner: 'timeRules', prototype: TimeRules.prototype, groups: RULE_NAMES },
  { owner: 'cashBook', prototype: CashBook.prototype, groups: CASH_BOOK_NAMES },
  { owner: 'cash', prototype: Cash.prototype, groups: CASH_NAMES },
] as const;

/** Lets everything that strategies hold refuse LEAN's names that are not here. @param base the algorithm's prototype */
export function refuseLeanNames(base: object): void {
  for (const { prototype, ...refusing } of REFUSED) refuseNames(prototype, refusing);
  const spellings = otherSpellings(base);
  refuseNames(base, { owner: 'algorithm', groups: ALGORITHM_NAMES, mayBeOwn: true, spellings });
}
