import { InputError } from '../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import type { Resolution } from './data/bar-grid.ts';
import { type Moments, momentsOf } from './data/bar-slices.ts';
import { loadChosenBenchmark, smartRound } from './data/benchmark.ts';
import {
  type BenchmarkChoice,
  benchmarkCurrencies,
  benchmarkKey,
} from './data/benchmark-choice.ts';
import { MS_PER_DAY } from './data/calendar-day.ts';
import { candidatePairs, currencyPath, type PathStep } from './data/currency-path.ts';
import { ratesAt } from './data/rate-series.ts';
import type { SecurityData } from './data/security-data.ts';
import type { SecurityLibrary } from './data/security-library.ts';
import { shareFloat64 } from './data/shared-columns.ts';
import { buildSliceTable, type SliceTable, tableMoments } from './data/slice-table.ts';
import { isStable } from './data/stable-coins.ts';
import {
  DEFAULT_MARKETS,
  type DefaultMarkets,
  fillForwardStep,
  finest,
  ownSubscription,
  type Subscription,
  subscriptionKey,
} from './data/subscription.ts';
import { type CurrencyPair, currencyPair } from './data/symbol-properties.ts';
import { ALGORITHM_ZONE, timeZone } from './data/time-zone.ts';
import { buildTimeline } from './data/timeline.ts';
import { backtestSpan, type MarketData, overTimeline, withBenchmark } from './market-data.ts';

/** What an algorithm asked for while it was set up. */
export interface UniverseRequest {
  /** In the order in which they were added. */
  readonly subscriptions: readonly Subscription[];
  readonly accountCurrency: string;
  /** The other currencies, in the order in which they were first spoken of. */
  readonly currencies: readonly string[];
  /** Whether a single security in dollars is too simple an account. */
  readonly needsBook: boolean;
  /** Where the brokerage trades what names no market: rates are looked for there first. */
  readonly defaultMarkets: DefaultMarkets;
  /** What the algorithm measures itself against. */
  readonly benchmark: BenchmarkChoice;
}

/** How a currency's rate is read: positions among the universe's securities. */
export interface Conversion {
  readonly currency: string;
  readonly steps: readonly { readonly security: number; readonly isInverted: boolean }[];
}

/** The data of everything that an algorithm asked for. */
export interface Universe {
  readonly key: string;
  /** Of what it is measured against. */
  readonly benchmarkKey: string;
  readonly benchmarkCurrencies: readonly string[];
  /** The finest resolution that was asked for. */
  readonly step: Resolution;
  /** The job's data, over the slices of this universe. */
  readonly data: MarketData;
  /** Null where the job's symbol is all there is: then slices are those of its bars. */
  readonly slices: SliceTable | null;
  /** The securities that were asked for, then those that are read for rates alone. */
  readonly securities: readonly SecurityData[];
  readonly shownCount: number;
  readonly conversions: readonly Conversion[];
}

/** How many slices its backtests have. */
export function sliceCount({ slices, data }: Universe): number {
  return slices?.time.length ?? data.barSlices.length;
}

/** When they come. */
export function sliceMoments({ slices, data }: Universe): Moments {
  return slices === null ? momentsOf(data.barSlices) : tableMoments(slices);
}

/** The job's symbol alone, in dollars. */
export function singleUniverse(data: MarketData): Universe {
  return plainUniverse(data, singleRequest(data));
}

function plainUniverse(data: MarketData, request: UniverseRequest): Universe {
  return {
    key: universeKey(request),
    ...benchmarkOf(data, request),
    step: data.setup.resolution,
    data,
    slices: null,
    securities: [data.own],
    shownCount: 1,
    conversions: [],
  };
}

function singleRequest({ setup, own }: MarketData): UniverseRequest {
  return {
    subscriptions: [ownSubscription(setup)],
    accountCurrency: 'USD',
    currencies: own.baseCurrency === null ? [] : [own.baseCurrency],
    needsBook: false,
    defaultMarkets: DEFAULT_MARKETS,
    benchmark: null,
  };
}

function benchmarkOf({ setup }: MarketData, { benchmark }: UniverseRequest) {
  const isSymbol = benchmark !== null && typeof benchmark !== 'function';
  return {
    benchmarkKey: benchmarkKey(benchmark),
    benchmarkCurrencies: isSymbol ? benchmarkCurrencies(setup, benchmark) : [],
  };
}

/** Equal for requests that the same universe answers. */
export function universeKey(request: UniverseRequest): string {
  const { subscriptions, accountCurrency, currencies, needsBook, benchmark } = request;
  const step = fillForwardStep(subscriptions);
  const keys = subscriptions.map((subscription) => subscriptionKey(subscription, step));
  const { crypto, forex, cfd } = request.defaultMarkets;
  const rates = needsBook ? ['book', crypto, forex, cfd] : ['plain'];
  const account = [...rates, accountCurrency, ...currencies];
  return [benchmarkKey(benchmark), ...account, ...keys].join(' ');
}

/**
 * Loads what was asked for and the rates of its currencies.
 * @throws InputError where there is no data of a security, or no rate of a currency
 */
export function loadUniverse(
  data: MarketData,
  request: UniverseRequest,
  library: SecurityLibrary,
): Universe {
  const { setup } = data;
  if (!request.needsBook) return plainUniverse(withBenchmark(data, request.benchmark), request);
  const step = fillForwardStep(request.subscriptions);
  const shown = request.subscriptions.map((subscription) => library.get(subscription, step));
  const { securities, conversions } = addRates(shown, request, { setup, library });
  const zone = timeZone(ALGORITHM_ZONE);
  const span = backtestSpan(setup);
  const benchmark = loadChosenBenchmark(setup, request.benchmark, span);
  const start = zone.toUtc(span.firstDay * MS_PER_DAY);
  const internal = benchmark?.slices ?? [];
  const slices = buildSliceTable({ securities, internal, start, end: span.to, zone });
  // The benchmark's slices are among them.
  const moments = () => tableMoments(slices);
  const timeline = buildTimeline({ moments, events: data.own.events, internal: [], ...span, zone });
  const over = { ...data, ...overTimeline({ setup, timeline, benchmark }) };
  const rate = conversions.find(({ currency }) => currency === benchmark?.currency);
  const steps = (rate?.steps ?? []).map(({ security, isInverted }) => ({
    security: securities[security] as SecurityData,
    isInverted,
  }));
  return {
    key: universeKey(request),
    ...benchmarkOf(data, request),
    step,
    data: inAccountCurrency(over, ratesAt(steps, timeline.dailyTime)),
    slices,
    securities,
    shownCount: shown.length,
    conversions,
  };
}

/** LEAN's benchmark is worth what it would be in the account's currency. */
function inAccountCurrency(data: MarketData, rates: Float64Array): MarketData {
  const { benchmark } = data;
  if (benchmark === null) return data;
  const daily = shareFloat64(
    benchmark.daily.map((price, day) => smartRound(price * (rates[day] as number))),
  );
  return { ...data, benchmark: { ...benchmark, daily } };
}

interface Place {
  readonly setup: BacktestSetup;
  readonly library: SecurityLibrary;
}

function addRates(
  shown: readonly SecurityData[],
  { accountCurrency, currencies, subscriptions, defaultMarkets }: UniverseRequest,
  { setup, library }: Place,
): Pick<Universe, 'securities' | 'conversions'> {
  const securities = [...shown];
  const step = fillForwardStep(subscriptions);
  const resolution = finest(subscriptions.map((subscription) => subscription.resolution));
  const traded = shown.map((security) => security.subscription);
  const candidates = candidatePairs(setup, traded, defaultMarkets);
  const positionOf = ({ pair, isInverted }: PathStep) => {
    const known = securities.findIndex((security) => isPair(security, pair));
    if (known >= 0) return { security: known, isInverted };
    const { ticker, securityType, market } = pair;
    const kept = { normalization: 'Raw', fillForward: true, isInternal: true } as const;
    securities.push(library.get({ ticker, securityType, market, resolution, ...kept }, step));
    return { security: securities.length - 1, isInverted };
  };
  const conversions = currencies.map((currency): Conversion => {
    if (isStable(currency, accountCurrency, defaultMarkets.crypto)) return { currency, steps: [] };
    const there = securities.map(pairOf).filter((pair) => pair !== null);
    const path = currencyPath(currency, accountCurrency, [...there, ...candidates]);
    if (path === null) throw noRate(currency, accountCurrency, setup);
    return { currency, steps: path.map(positionOf) };
  });
  return { securities, conversions };
}

function pairOf({ setup, properties }: SecurityData): CurrencyPair | null {
  return currencyPair(setup, properties.quoteCurrency);
}

function isPair({ subscription }: SecurityData, pair: CurrencyPair): boolean {
  const { ticker, securityType, market } = subscription;
  return ticker === pair.ticker && securityType === pair.securityType && market === pair.market;
}

function noRate(currency: string, account: string, setup: BacktestSetup): InputError {
  return new InputError(`Cannot backtest ${setup.symbol}`, [
    {
      path: 'symbol',
      wanted: `a pair that converts ${currency} to ${account}, the account's currency`,
      found: 'none in the symbol properties',
    },
  ]);
}
