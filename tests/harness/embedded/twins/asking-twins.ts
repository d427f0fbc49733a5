import type { OrderTicket, Slice } from '../../../../harness/embedded/leantune.ts';
import { Base, isOpen } from './base.ts';

/** Orders whose sizes are what tickets, transactions, holdings and the algorithm itself answer. */
export class Asking extends Base {
  #limit?: OrderTicket;
  #stop?: OrderTicket;
  #trained = 0;

  initialize(): void {
    this.addEquity('AAPL');
    this.addEquity('IBM');
    this.train(
      this.dateRules.monthStart('AAPL'),
      this.timeRules.afterMarketOpen('AAPL', 60),
      () => {
        this.#trained += 3;
      },
    );
    this.setRuntimeStatistic('Mood', 'calm');
  }

  override onData(slice: Slice): void {
    if (!(slice.containsKey('AAPL') && slice.containsKey('IBM'))) return;
    this.count++;
    if (this.count === 1) {
      this.train(() => {
        this.#trained += 5;
      });
    }
    this.#actions[this.count % 24]?.();
  }

  readonly #actions: Readonly<Record<number, () => void>> = {
    2: () => this.order('AAPL', 30 + this.#trained + this.currentSlice.count),
    4: () => {
      this.#limit = this.limitOrder('AAPL', -20, this.at('AAPL', 1.03));
    },
    6: () => {
      const { exchange } = this.securities.get('IBM');
      const quantity = 15 + (exchange.exchangeOpen ? 2 : 5) + (this.isMarketOpen('IBM') ? 7 : 1);
      this.#stop = this.stopMarketOrder('IBM', quantity, this.at('IBM', 1.01));
    },
    7: () => whereOpen(this.#limit, (limit) => limit.updateQuantity(limit.quantityRemaining - 4)),
    8: () => whereOpen(this.#stop, (stop) => stop.updateStopPrice(this.at('IBM', 1.004), 'nearer')),
    9: () => {
      const { transactions } = this;
      const remaining = transactions.getOpenOrdersRemainingQuantity('AAPL');
      this.marketOrder('IBM', 1 + remaining + 40 * transactions.getOpenOrderTickets().length);
    },
    11: () => whereOpen(this.#limit, (limit) => limit.updateLimitPrice(this.at('AAPL', 1.006))),
    13: () => {
      const { ordersCount } = this.transactions;
      this.limitOrder('IBM', 5 + (ordersCount % 7), this.at('IBM', 0.98));
    },
    14: () => this.transactions.cancelOrder(this.transactions.lastOrderId, 'again'),
    16: () => {
      const { totalAbsoluteHoldingsCost } = this.portfolio;
      this.marketOrder('AAPL', (Math.trunc(totalAbsoluteHoldingsCost / 1000) % 31) - 12);
    },
    18: () => {
      const { totalUnleveredAbsoluteHoldingsCost } = this.portfolio;
      this.marketOrder('IBM', (-Math.trunc(totalUnleveredAbsoluteHoldingsCost / 700) % 29) - 1);
    },
    19: () => {
      const { lastTradeProfit } = this.portfolio.get('AAPL');
      const { hour } = this.securities.get('AAPL').localTime;
      this.marketOrder('AAPL', (Math.floor(Math.abs(lastTradeProfit)) % 23) + hour);
    },
    21: () => {
      const { unleveredHoldingsCost } = this.portfolio.get('IBM');
      const past = this.time.since(this.startDate, { largestUnit: 'days' }).days % 5;
      const left = this.endDate.since(this.time, { largestUnit: 'days' }).days % 3;
      this.marketOrder('IBM', (Math.floor(Math.abs(unleveredHoldingsCost)) % 17) + past + left);
    },
    22: () => {
      if (this.count % 48 === 22) this.liquidate(['IBM', 'AAPL']);
    },
    23: () => {
      const own = this.transactions.getOrderTickets(({ symbol }) => symbol.value === 'AAPL');
      this.setSummaryStatistic('Own Orders', own.length);
    },
  };
}

function whereOpen(ticket: OrderTicket | undefined, act: (ticket: OrderTicket) => void): void {
  if (ticket !== undefined && isOpen(ticket)) act(ticket);
}

/** Schedules nothing before it has seen bars. */
export class Belated extends Base {
  initialize(): void {
    this.addEquity('IBM');
  }

  override onData(slice: Slice): void {
    if (!slice.containsKey('IBM')) return;
    this.count++;
    if (this.count % 40 === 5) this.train(() => this.marketOrder('IBM', 3 + (this.count % 7)));
    if (this.count !== 12) return;
    const { schedule, dateRules, timeRules } = this;
    schedule.on(dateRules.weekStart('IBM'), timeRules.afterMarketOpen('IBM', 90), () => {
      this.marketOrder('IBM', 11);
    });
    schedule.on(dateRules.monthEnd('IBM'), timeRules.beforeMarketClose('IBM', 150), () => {
      this.liquidate('IBM');
    });
  }
}
