import type { CorporateEvent, DividendEvent, SplitEvent } from '../data/corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';
import type { Security } from './security.ts';

/**
 * Cancels open orders when a security gets another ticker, as LEAN does before the algorithm hears
 * of it. Pays dividends and splits holdings where prices are not adjusted for them. Adjusted prices hold
 * both already; then an event is only news to the algorithm.
 */
export function applyCorporateEvents(
  context: BacktestContext,
  events: readonly CorporateEvent[],
): void {
  const { normalization } = context.data.setup;
  const [security] = context.portfolio.securities;
  if (security === undefined) return;
  if (events.some((event) => event.kind === 'symbol-change')) cancelOrders(context, security);
  for (const event of events) {
    if (
      event.kind === 'dividend' &&
      normalization !== 'Adjusted' &&
      normalization !== 'TotalReturn'
    ) {
      payDividend(context, security, event);
    }
  }
  for (const event of events) {
    if (event.kind === 'split' && event.type === 'splitOccurred' && normalization === 'Raw') {
      split(context, security, event);
    }
  }
}

function cancelOrders({ transactions }: BacktestContext, security: Security): void {
  for (const ticket of transactions.openTickets(security.symbol)) {
    ticket.cancel('Open order cancelled on symbol changed event');
  }
  transactions.scan();
}

/** Those who are long receive it, those who are short owe it. */
function payDividend(context: BacktestContext, security: Security, event: DividendEvent): void {
  const cash = security.holdings.quantity * event.distribution;
  context.portfolio.cash += cash;
  security.holdings.totalDividends += cash;
}

/** Whole shares stay; the rest is paid out at the new price. */
function split(context: BacktestContext, security: Security, { factor }: SplitEvent): void {
  const { holdings } = security;
  const quantity = holdings.quantity / factor;
  const whole = Math.trunc(quantity);
  security.price *= factor;
  holdings.averagePrice *= factor;
  holdings.quantity = whole;
  context.portfolio.cash += (quantity - whole) * security.price;
}
