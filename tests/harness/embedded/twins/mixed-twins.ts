import type { OrderTicket, Slice } from '../../../../harness/embedded/leantune.ts';
import { Base, isOpen } from './base.ts';

/** What an order is about. */
interface Turn {
  readonly ticker: string;
  readonly quantity: number;
  readonly side: number;
  readonly held: number;
}

/** Orders of every kind by a sequence of numbers that only looks random, the same in both languages. */
abstract class Mixed extends Base {
  protected abstract readonly tickers: readonly string[];
  readonly #tickets: OrderTicket[] = [];
  #state: number;

  constructor(seed: number) {
    super();
    this.#state = seed;
  }

  initialize(): void {
    for (const ticker of this.tickers) this.addEquity(ticker);
  }

  #next(below: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.#state >>> 8) % below;
  }

  override onData(slice: Slice): void {
    if (!slice.containsKey(this.tickers[0] as string)) return;
    this.count++;
    if (this.#next(3) !== 0) return;
    const ticker = this.tickers[this.#next(this.tickers.length)] as string;
    if (this.securities.get(ticker).price === 0) return;
    const action = this.#next(17);
    const quantity = this.#next(120) - 50 || 7;
    const held = this.portfolio.get(ticker).quantity;
    this.#actions[action]?.({ ticker, quantity, side: Math.sign(quantity), held });
  }

  readonly #actions: readonly ((turn: Turn) => void)[] = [
    ({ ticker, quantity }) => this.marketOrder(ticker, quantity),
    ({ ticker, quantity, side }) =>
      this.#keep(this.limitOrder(ticker, quantity, this.at(ticker, 1 - side * 0.01))),
    ({ ticker, quantity, side }) =>
      this.#keep(this.stopMarketOrder(ticker, quantity, this.at(ticker, 1 + side * 0.015))),
    ({ ticker, quantity, side }) => {
      const stopPrice = this.at(ticker, 1 + side * 0.01);
      const limitPrice = this.at(ticker, 1 + side * 0.012);
      this.#keep(this.stopLimitOrder(ticker, quantity, { stopPrice, limitPrice }));
    },
    ({ ticker, quantity }) => this.marketOnOpenOrder(ticker, quantity),
    ({ ticker, quantity }) => this.marketOnCloseOrder(ticker, quantity),
    ({ ticker }) => this.setHoldings(ticker, (this.#next(240) - 90) / 100),
    () => {
      const liquidates = this.#next(2) === 0;
      const targets = this.tickers
        .slice(0, 2)
        .map((symbol) => ({ symbol, weight: (this.#next(120) - 40) / 100 }));
      this.setHoldings(targets, liquidates);
    },
    ({ ticker }) => this.liquidate(ticker),
    ({ side }) => this.#change(side),
    ({ side }) => this.#change(side),
    () => this.#tickets.find(isOpen)?.cancel(),
    ({ ticker, quantity }) =>
      this.#keep(
        this.trailingStopOrder(ticker, quantity, {
          trailingAmount: 0.03,
          trailingAsPercentage: true,
        }),
      ),
    ({ ticker, held }) => {
      if (Math.abs(held) >= 2) this.marketOrder(ticker, -Math.trunc(held / 2));
    },
    ({ ticker, held }) => {
      if (held !== 0) this.marketOrder(ticker, -2 * held);
    },
    ({ ticker, quantity, side }) => {
      const triggerPrice = this.at(ticker, 1 - side * 0.008);
      const limitPrice = this.at(ticker, 1 - side * 0.004);
      this.#keep(this.limitIfTouchedOrder(ticker, quantity, { triggerPrice, limitPrice }));
    },
    ({ ticker, held }) => {
      if (held === 0) return;
      this.#keep(this.limitOrder(ticker, -held, this.at(ticker, 1 + Math.sign(held) * 0.02)));
    },
  ];

  #keep(ticket: OrderTicket): void {
    this.#tickets.push(ticket);
  }

  #change(side: number): void {
    const ticket = this.#tickets.findLast(isOpen);
    if (ticket === undefined) return;
    const { value } = ticket.symbol;
    const direction = Math.sign(ticket.quantity);
    if (side > 0) ticket.update({ quantity: ticket.quantity * 2 });
    else if (ticket.type === 'limit') {
      ticket.update({ limitPrice: this.at(value, 1 - direction * 0.003) });
    } else if (ticket.type === 'stopMarket') {
      ticket.update({ stopPrice: this.at(value, 1 + direction * 0.004) });
    } else ticket.update({ tag: 'kept' });
  }
}

export class MixedOne extends Mixed {
  protected readonly tickers = ['AAPL', 'SPY'];

  constructor() {
    super(11);
  }
}

export class MixedTwo extends Mixed {
  protected readonly tickers = ['SPY', 'IBM', 'BAC'];

  constructor() {
    super(202);
  }
}

export class MixedThree extends Mixed {
  protected readonly tickers = ['AAPL', 'AIG'];

  constructor() {
    super(3003);
  }
}

/** Has a trailing stop open when a share is split between two daily bars. */
export class MixedSplit extends Mixed {
  protected readonly tickers = ['AAPL', 'AIG', 'IBM'];

  constructor() {
    super(2);
  }
}
