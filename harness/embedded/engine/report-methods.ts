import { ALGORITHM_ZONE, plainDateTime, timeZone } from '../data/time-zone.ts';
import type { Indicator } from '../indicators/indicator.ts';
import { takeContext } from './algorithm-context.ts';
import type { BacktestContext } from './backtest-context.ts';
import { SetupMethods } from './setup-methods.ts';

/** LEAN plots here where no chart is named. */
const EQUITY_CHART = 'Strategy Equity';

/** LEAN's methods that tell what is going on: logs, plots, statistics of the strategy's own. */
export abstract class ReportMethods extends SetupMethods {
  readonly #context: BacktestContext;
  #lastError = '';

  constructor() {
    super();
    this.#context = takeContext();
  }

  /** The wall clock of New York, LEAN's default. */
  get time(): Temporal.PlainDateTime {
    return plainDateTime(timeZone(ALGORITHM_ZONE).toLocal(this.#context.clock.utc));
  }

  log(message: string): void {
    this.#context.reports.logs.push(`${this.time.toString()} ${message}`);
  }

  debug(message: string): void {
    this.log(message);
  }

  /** A line of the log; one that only repeats the last error is left out, as in LEAN. */
  error(message: string | Error): void {
    const text = typeof message === 'string' ? message : message.message;
    if (text === '' || text === this.#lastError) return;
    this.#lastError = text;
    this.log(text);
  }

  /** Adds a point to a series of the result's charts; of indicators, one to the series of each. */
  plot(series: string, value: number): void;
  plot(chart: string, series: string, value: number): void;
  plot(chart: string, ...indicators: readonly Indicator[]): void;
  plot(first: string, ...rest: readonly (string | number | Indicator)[]): void {
    const { reports, clock } = this.#context;
    if (!reports.keepsPlots) return;
    const [second, third] = rest;
    if (typeof second === 'number') {
      reports.plot(clock.utc, { chart: EQUITY_CHART, series: first, value: second });
    } else if (typeof second === 'string') {
      reports.plot(clock.utc, { chart: first, series: second, value: third as number });
    } else {
      for (const { name, value } of rest as readonly Indicator[]) {
        reports.plot(clock.utc, { chart: first, series: name, value });
      }
    }
  }

  /** `plot(series, value)` under another name. */
  record(series: string, value: number): void {
    this.plot(series, value);
  }

  /** A number or text among the result's statistics; a number is a metric too, under this name. */
  setSummaryStatistic(name: string, value: number | string): void {
    this.#context.reports.summary.set(name, String(value));
  }

  /** A number or text among the result's runtime statistics. */
  setRuntimeStatistic(name: string, value: number | string): void {
    this.#context.reports.runtime.set(name, String(value));
  }

  /** Mails and messages are for live trading: in a backtest LEAN sends none either. */
  get notify(): Notify {
    return SILENT;
  }
}

/** Each says that nothing was sent. */
interface Notify {
  email(...message: readonly unknown[]): false;
  sms(...message: readonly unknown[]): false;
  web(...message: readonly unknown[]): false;
  telegram(...message: readonly unknown[]): false;
  ftp(...message: readonly unknown[]): false;
}

const sendNothing = (): false => false;
const SILENT: Notify = {
  email: sendNothing,
  sms: sendNothing,
  web: sendNothing,
  telegram: sendNothing,
  ftp: sendNothing,
};
