import type { AccountType, BrokerageModel } from '../brokerages/brokerage-model.ts';
import { type BrokerageName, brokerages } from '../brokerages/index.ts';
import type { BenchmarkFunction, BenchmarkSymbol } from '../data/benchmark-choice.ts';
import { takeContext } from './algorithm-context.ts';
import type { BacktestContext } from './backtest-context.ts';
import { OrderMethods } from './order-methods.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import type { Settings } from './settings.ts';
import type { SecurityOptions } from './subscription-for.ts';

/** A resolution, or all that may be said of how a security is added. */
type Added = SecurityOptions['resolution'] | SecurityOptions;

/** LEAN's methods that say what is traded, with what, and where. */
export abstract class SetupMethods extends OrderMethods {
  readonly #context: BacktestContext;

  constructor() {
    super();
    this.#context = takeContext();
  }

  /** @throws InputError where the data folder has no data of the ticker as an equity */
  addEquity(ticker: string, options?: Added): Security {
    return this.#context.addSecurity(ticker, 'equity', optionsOf(options));
  }

  /** @throws InputError where the data folder has no data of the ticker as a currency pair */
  addForex(ticker: string, options?: Added): Security {
    return this.#context.addSecurity(ticker, 'forex', optionsOf(options));
  }

  /** @throws InputError where the data folder has no data of the ticker as a cryptocurrency */
  addCrypto(ticker: string, options?: Added): Security {
    return this.#context.addSecurity(ticker, 'crypto', optionsOf(options));
  }

  /** @throws InputError where the data folder has no data of the ticker as a contract for difference */
  addCfd(ticker: string, options?: Added): Security {
    return this.#context.addSecurity(ticker, 'cfd', optionsOf(options));
  }

  /** The job's symbol, of whatever kind it is; or another ticker of that kind. */
  addSecurity(ticker?: string, options?: Added): Security {
    const { symbol, securityType } = this.#context.data.setup;
    return this.#context.addSecurity(ticker ?? symbol, securityType, optionsOf(options));
  }

  /** LEAN's settings of an algorithm. */
  get settings(): Settings {
    return this.#context.settings;
  }

  get accountCurrency(): string {
    return this.#context.cashBook.accountCurrency;
  }

  /** The job's cash wins over what a strategy sets; of other currencies than the account's it may set any. */
  setCash(cash: number): void;
  setCash(currency: string, cash: number): void;
  setCash(first: number | string, cash = 0): void {
    if (typeof first === 'number') return;
    const { cashBook } = this.#context;
    if (first.toUpperCase() === cashBook.accountCurrency) return;
    cashBook.ensure(first).amount = cash;
    this.#context.needsBook = true;
  }

  /**
   * The currency that everything is measured in; the job's cash is then of this currency.
   * @throws Error where a security was added already
   */
  setAccountCurrency(currency: string): void {
    const { portfolio, cashBook } = this.#context;
    if (portfolio.securities.length > 0) {
      throw new Error('Cannot set the account currency: wanted it set before securities are added');
    }
    cashBook.setAccountCurrency(currency);
  }

  /**
   * What alpha and beta are measured against, whatever the job says: a symbol, a ticker (of an equity
   * where no security of that name was added before, as in LEAN), or a value at each day's end.
   * @throws Error where the run has begun
   */
  setBenchmark(benchmark: SecuritySymbol | string | number | BenchmarkFunction): void;
  setBenchmark(kind: SecuritySymbol['securityType'], ticker: string): void;
  setBenchmark(first: SecuritySymbol | string | number | BenchmarkFunction, ticker?: string): void {
    const context = this.#context;
    if (typeof first === 'function') context.setBenchmark(first);
    else if (typeof first === 'number') context.setBenchmark(() => first);
    else if (typeof first === 'object') context.setBenchmark(choiceOf(first));
    else if (ticker === undefined) context.setBenchmark(choiceOf(context.symbolOf(first)));
    else {
      const securityType = first as SecuritySymbol['securityType'];
      const market = context.brokerage.defaultMarkets[securityType];
      context.setBenchmark({ ticker: ticker.toUpperCase(), securityType, market });
    }
  }

  /**
   * A broker by LEAN's name, or one of the strategy's own: its fees, margins and the orders it takes.
   * @throws RangeError where the name is none
   */
  setBrokerageModel(brokerage: BrokerageName | BrokerageModel, accountType?: AccountType): void {
    const isName = typeof brokerage === 'string';
    if (isName && !Object.hasOwn(brokerages, brokerage)) {
      const names = Object.keys(brokerages).join(', ');
      throw new RangeError(`Cannot set brokerage: wanted one of ${names}, found "${brokerage}"`);
    }
    this.#context.setBrokerage(isName ? brokerages[brokerage](accountType) : brokerage);
  }
}

function choiceOf({ value, securityType, market }: SecuritySymbol): BenchmarkSymbol {
  return { ticker: value, securityType, market };
}

const OPTIONS = {
  resolution: true,
  market: true,
  dataNormalizationMode: true,
  fillForward: true,
  leverage: true,
} satisfies Record<keyof SecurityOptions, true>;

/** @throws RangeError for LEAN's other options, which would be left out silently */
function optionsOf(options: Added): SecurityOptions {
  if (typeof options === 'string') return { resolution: options };
  const unknown = Object.keys(options ?? {}).find((name) => !Object.hasOwn(OPTIONS, name));
  if (unknown === undefined) return options ?? {};
  const wanted = `options among ${Object.keys(OPTIONS).join(', ')}`;
  throw new RangeError(`Cannot add a security: wanted ${wanted}, found "${unknown}"`);
}
