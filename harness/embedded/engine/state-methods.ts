import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { BrokerageModel } from '../brokerages/brokerage-model.ts';
import { ALGORITHM_ZONE } from '../data/time-zone.ts';
import type { DateRule } from '../scheduling/date-rules.ts';
import type { ScheduledEvent } from '../scheduling/scheduled-events.ts';
import type { TimeRule } from '../scheduling/time-rules.ts';
import { takeContext } from './algorithm-context.ts';
import type { BacktestContext } from './backtest-context.ts';
import type { Portfolio } from './portfolio.ts';
import { ReportMethods } from './report-methods.ts';
import { SecurityManager } from './security-manager.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import type { Slice } from './slice.ts';
import type { Transactions } from './transactions.ts';

type Train = [callback: () => void] | [DateRule, TimeRule, callback: () => void];

/** What an algorithm is and where it stands, in LEAN's words. */
export abstract class StateMethods extends ReportMethods {
  readonly #context: BacktestContext;
  readonly #securities: SecurityManager;
  readonly #tags = new Set<string>();
  #name: string;

  constructor() {
    super();
    this.#context = takeContext();
    this.#securities = new SecurityManager(this.#context.portfolio);
    this.#name = this.#context.data.setup.strategy;
  }

  get portfolio(): Portfolio {
    return this.#context.portfolio;
  }

  get transactions(): Transactions {
    return this.#context.transactions;
  }

  get securities(): SecurityManager {
    return this.#securities;
  }

  /** What `onData` was given last; the object is the same at every call. */
  get currentSlice(): Slice {
    return this.#context.slice;
  }

  get brokerageModel(): BrokerageModel {
    return this.#context.brokerage;
  }

  get utcTime(): Date {
    return new Date(this.#context.clock.utc);
  }

  get timeZone(): string {
    return ALGORITHM_ZONE;
  }

  /** @throws Error for any other zone than New York's, by which LEAN samples an equity too */
  setTimeZone(zone: string): void {
    if (zone === ALGORITHM_ZONE || zone === 'NewYork') return;
    throw new Error(
      `Cannot set the time zone: wanted ${ALGORITHM_ZONE}, the only one of the embedded engine, found "${zone}"; time rules take a zone of their own`,
    );
  }

  /** Midnight of the job's first day. */
  get startDate(): Temporal.PlainDateTime {
    return Temporal.PlainDate.from(this.#context.data.setup.dates.start).toPlainDateTime();
  }

  /** The end of the job's last day. */
  get endDate(): Temporal.PlainDateTime {
    const last = Temporal.PlainDate.from(this.#context.data.setup.dates.end);
    return last.add({ days: 1 }).toPlainDateTime().subtract({ nanoseconds: 100 });
  }

  /** The job's dates win over those that a strategy sets, as a job's do in LEAN. */
  setStartDate(_year: number, _month: number, _day: number): void {}

  setEndDate(_year: number, _month: number, _day: number): void {}

  /** Never: this engine runs backtests. */
  get liveMode(): false {
    return false;
  }

  get name(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  get tags(): ReadonlySet<string> {
    return this.#tags;
  }

  addTag(tag: string): void {
    this.#tags.add(tag);
  }

  setTags(tags: Iterable<string>): void {
    this.#tags.clear();
    for (const tag of tags) this.#tags.add(tag);
  }

  /** All that `getParameter` knows. */
  getParameters(): ParameterSet {
    return this.#context.allParameters();
  }

  /** Whether a symbol's exchange is open now. */
  isMarketOpen(symbol: SecuritySymbol | string): boolean {
    const { portfolio, clock } = this.#context;
    return portfolio.security(symbol).isOpen(clock.utc);
  }

  /** The symbol of a ticker that was added. @throws Error where none was */
  symbol(ticker: string): SecuritySymbol {
    return this.#context.portfolio.security(ticker).symbol;
  }

  /** LEAN schedules training like anything else; without rules it comes with the next step of time. */
  train(...rules: Train): ScheduledEvent {
    if (rules.length === 3) return this.schedule.on(...rules);
    return this.schedule.on(this.dateRules.today, this.timeRules.now, rules[0]);
  }
}
