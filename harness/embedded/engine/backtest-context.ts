import type { ParameterSet, ParameterValue } from '../../../runner/domain/parameter-set.ts';
import type { BrokerageModel } from '../brokerages/brokerage-model.ts';
import { DefaultBrokerageModel } from '../brokerages/default-brokerage-model.ts';
import { PERIODS, type Resolution } from '../data/bar-grid.ts';
import { BROKERAGE } from '../data/benchmark.ts';
import type { BenchmarkChoice } from '../data/benchmark-choice.ts';
import type { SecurityData } from '../data/security-data.ts';
import type { SecurityLibrary } from '../data/security-library.ts';
import { finer, type Subscription, sameBars } from '../data/subscription.ts';
import type { WarmUpRequest } from '../history/warm-up-request.ts';
import type { MarketData } from '../market-data.ts';
import { Reactions } from '../scheduling/reactions.ts';
import type { Universe } from '../universe.ts';
import { BookPortfolio } from './book-portfolio.ts';
import { CashBook } from './cash-book.ts';
import { ExchangeHours } from './exchange-hours.ts';
import { Portfolio } from './portfolio.ts';
import { Reports } from './reports.ts';
import { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import { Settings } from './settings.ts';
import { setupParameters } from './setup-parameters.ts';
import { Slice } from './slice.ts';
import { type SecurityOptions, subscriptionFor } from './subscription-for.ts';
import { type Clock, Transactions } from './transactions.ts';

interface Source {
  readonly universe: Universe;
  readonly library: SecurityLibrary;
  readonly params: ParameterSet;
  readonly defaults: ParameterSet;
  /** Collects the values that the algorithm takes where it is given none. */
  readonly fallbacks: Map<string, ParameterValue>;
  /** Collects the names of the parameters that the algorithm asks for. */
  readonly read: Set<string>;
  /** Whether cash of several currencies is kept apart … */
  readonly hasBook: boolean;
  /** … because a simple account was tried and did not do. */
  readonly needsBook: boolean;
}

/** Everything that one backtest changes; each backtest has its own. */
export class BacktestContext {
  /** The job's; with the values of a benchmark that only this backtest knows, when it is over. */
  data: MarketData;
  readonly universe: Universe;
  readonly clock: Clock;
  readonly cashBook = new CashBook();
  readonly portfolio: Portfolio;
  readonly transactions: Transactions;
  /** Consolidated bars and scheduled events. */
  readonly reactions: Reactions;
  readonly settings = new Settings();
  readonly slice: Slice;
  readonly reports = new Reports();
  brokerage: BrokerageModel = new DefaultBrokerageModel();
  /** What the algorithm is to see before it begins; null where that is nothing. */
  warmUp: WarmUpRequest | null = null;
  /** What the strategy measures itself against. */
  benchmark: BenchmarkChoice = null;
  /** True from the first slice on. */
  isRunning = false;
  /** Whether something was asked for that only a full account can do. */
  needsBook = false;
  readonly #library: SecurityLibrary;
  /** The finest resolution, in which bars of all are repeated; at first what was asked for the last time. */
  #step: Resolution;
  /** What was added, in that order. */
  readonly subscriptions: Subscription[] = [];
  readonly #parameters: readonly Readonly<Record<string, ParameterValue>>[];
  readonly #read: Set<string>;

  /** Values that the algorithm takes where it is given none. */
  readonly fallbacks: Map<string, ParameterValue>;

  constructor({ universe, library, params, defaults, ...source }: Source) {
    const { read, fallbacks, hasBook, needsBook } = source;
    const { data } = universe;
    const { setup } = data;
    this.data = data;
    this.universe = universe;
    this.#library = library;
    this.needsBook = needsBook;
    this.#step = universe.step;
    // The first daily sample is taken when the backtest starts.
    this.clock = { utc: data.timeline.dailyTime[0] ?? 0, slice: -1 };
    this.reactions = new Reactions(this.clock);
    this.portfolio = hasBook ? new BookPortfolio(this.cashBook) : new Portfolio(this.cashBook);
    this.portfolio.addAccountCash(setup.cash);
    this.transactions = new Transactions(this.portfolio, this.clock, this.brokerage);
    this.transactions.isWarmingUp = true;
    this.slice = new Slice(this.portfolio);
    this.#parameters = [params, setup.fixedParameters, setupParameters(setup), defaults];
    this.#read = read;
    this.fallbacks = fallbacks;
  }

  /** True in initialize, as in LEAN, and while it sees what comes before the start. */
  get isWarmingUp(): boolean {
    return this.transactions.isWarmingUp;
  }

  set isWarmingUp(isWarmingUp: boolean) {
    this.transactions.isWarmingUp = isWarmingUp;
  }

  /** The value of a parameter: the set's, else the job's fixed one, else the strategy's default. */
  parameter(name: string): ParameterValue | undefined {
    this.#read.add(name);
    for (const source of this.#parameters) {
      const value = Object.hasOwn(source, name) ? source[name] : undefined;
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Every parameter that there is; all count as asked for. */
  allParameters(): ParameterSet {
    const all = Object.assign({}, ...this.#parameters.toReversed()) as ParameterSet;
    for (const name of Object.keys(all)) this.#read.add(name);
    return all;
  }

  /**
   * Adds a security, or returns it where it is there already.
   * @throws InputError where the data folder has no data of it
   */
  addSecurity(
    ticker: string,
    kind: SecuritySymbol['securityType'],
    options: SecurityOptions = {},
  ): Security {
    const { setup } = this.data;
    const subscription = subscriptionFor(setup, ticker, {
      ...options,
      kind,
      defaultMarket: this.brokerage.defaultMarkets[kind],
    });
    const known = this.portfolio.securities.find(({ data }) => sameBars(data, subscription));
    if (known !== undefined) return known;
    this.#refuseTwice(subscription);
    if (this.isRunning) {
      throw new Error(`Cannot add "${ticker}": wanted it added in initialize, found the run begun`);
    }
    this.subscriptions.push(subscription);
    this.#step = finer(this.#step, subscription.resolution);
    const security = this.#create(this.#library.get(subscription, this.#step));
    const { leverage = null } = options;
    security.setModels(this.brokerage.modelsOf(security, leverage));
    this.portfolio.add(security);
    return security;
  }

  /** Securities that were added before keep the leverage that they have. */
  setBrokerage(brokerage: BrokerageModel): void {
    this.brokerage = brokerage;
    this.transactions.setBrokerage(brokerage);
    if (brokerage.accountType === 'cash') this.needsBook = true;
    for (const security of this.portfolio.securities) {
      const { leverage } = security;
      security.setModels(brokerage.modelsOf(security, null));
      if (leverage !== security.leverage) security.setLeverage(leverage);
    }
  }

  /** What the strategy is measured against, which may be its broker's to say. */
  get benchmarkChoice(): BenchmarkChoice {
    if (this.benchmark !== null || this.data.setup.benchmark !== BROKERAGE) return this.benchmark;
    return this.brokerage.benchmark ?? null;
  }

  /** The symbol of a ticker that was added; of an equity where none was. */
  symbolOf(ticker: string): SecuritySymbol {
    const value = ticker.toUpperCase();
    const known = this.portfolio.securities.find(({ symbol }) => symbol.value === value);
    return known?.symbol ?? { value, securityType: 'equity', market: 'usa' };
  }

  /** @throws Error where the run has begun */
  setBenchmark(choice: BenchmarkChoice): void {
    if (this.isRunning) {
      throw new Error('Cannot set the benchmark: wanted it in initialize, found the run begun');
    }
    this.benchmark = choice;
  }

  /** Ties currencies to the securities that give their rates; for the engine, when all are there. */
  start(): readonly Security[] {
    this.isRunning = true;
    const { securities, conversions } = this.universe;
    const shown = this.portfolio.securities;
    const hidden = securities.slice(shown.length).map((data) => this.#create(data));
    const all = [...shown, ...hidden];
    for (const { currency, steps } of conversions) {
      const path = steps.map(({ security, isInverted }) => ({
        security: all[security] as Security,
        isInverted,
      }));
      for (const { security } of path)
        if (security.price === 0) security.price = security.data.seed;
      this.cashBook.get(currency).convertBy(path);
    }
    if (this.portfolio instanceof BookPortfolio) {
      this.portfolio.settlements.isDelayed = this.brokerage.accountType === 'cash';
    }
    return all;
  }

  #create(data: SecurityData): Security {
    const { ticker, securityType, market, resolution } = data.subscription;
    return new Security({
      data,
      symbol: { value: ticker, securityType, market },
      hours: new ExchangeHours(data.hours, data.exchangeZone),
      period: PERIODS[resolution],
      cashBook: this.cashBook,
      clock: this.clock,
    });
  }

  #refuseTwice({ ticker, securityType }: Subscription): void {
    const twice = this.portfolio.securities.some(
      ({ symbol }) => symbol.value === ticker && symbol.securityType === securityType,
    );
    if (!twice) return;
    throw new Error(
      `Cannot add "${ticker}" twice: wanted one resolution, market and normalization for it`,
    );
  }
}
