import type { ParameterSet, ParameterValue } from '../../../runner/domain/parameter-set.ts';
import { endsWithMarket, PERIODS } from '../data/bar-grid.ts';
import type { MarketData } from '../market-data.ts';
import { ExchangeHours } from './exchange-hours.ts';
import { Portfolio } from './portfolio.ts';
import { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import { Slice } from './slice.ts';
import { type Clock, Transactions } from './transactions.ts';

/** Everything that one backtest changes; each backtest has its own. */
export class BacktestContext {
  readonly data: MarketData;
  readonly clock: Clock;
  readonly portfolio: Portfolio;
  readonly transactions: Transactions;
  readonly slice: Slice;
  readonly logs: string[] = [];
  readonly #parameters: readonly Readonly<Record<string, ParameterValue>>[];
  readonly #read: Set<string>;

  /** @param read collects the names of the parameters that the algorithm asks for */
  constructor(
    data: MarketData,
    { params, defaults, read }: { params: ParameterSet; defaults: ParameterSet; read: Set<string> },
  ) {
    const { setup } = data;
    this.data = data;
    // The first daily sample is taken when the backtest starts.
    this.clock = { utc: data.timeline.dailyTime[0] ?? 0, slice: -1 };
    this.portfolio = new Portfolio();
    this.portfolio.cash = setup.cash;
    this.transactions = new Transactions(this.portfolio, this.clock);
    this.slice = new Slice(this.portfolio);
    this.#parameters = [params, setup.fixedParameters, setupParameters(data), defaults];
    this.#read = read;
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

  /** @throws Error where the setup has no data of the ticker */
  addSecurity(ticker: string, kind: SecuritySymbol['securityType']): Security {
    const { setup, properties, bars } = this.data;
    const wanted = ticker.toUpperCase();
    if (kind !== setup.securityType) {
      throw new Error(
        `Cannot add "${ticker}": wanted ${setup.securityType}, which the job's symbol is, found ${kind}`,
      );
    }
    if (wanted !== setup.symbol.toUpperCase()) {
      throw new Error(
        `Cannot add "${ticker}": wanted the symbol of the job (${setup.symbol}), whose data is loaded`,
      );
    }
    if (this.portfolio.has(wanted)) return this.portfolio.security(wanted);
    const { securityType, market } = setup;
    const security = new Security({
      symbol: { value: wanted, securityType, market },
      properties,
      columns: bars,
      hours: new ExchangeHours(this.data.hours, this.data.exchangeZone),
      period: PERIODS[setup.resolution],
      endsWithMarket: setup.resolution === 'daily' && endsWithMarket(setup, this.data.hours),
    });
    security.hasRawPrices = setup.normalization === 'Raw';
    this.portfolio.add(security);
    return security;
  }
}

const cached = new WeakMap<MarketData, Readonly<Record<string, ParameterValue>>>();

/** What a strategy may ask of its job, under the names that LEAN projects use. */
function setupParameters(data: MarketData): Readonly<Record<string, ParameterValue>> {
  const known = cached.get(data);
  if (known !== undefined) return known;
  const { symbol, dates, cash, market, resolution } = data.setup;
  const parameters = {
    ticker: symbol,
    symbol,
    startDate: dates.start,
    endDate: dates.end,
    InitialCash: cash,
    cash,
    market,
    resolution,
  };
  cached.set(data, parameters);
  return parameters;
}
