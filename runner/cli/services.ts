import type { BenchServices } from '../bench/run-bench.ts';
import type { BarImportOptions, BarImportReport } from '../domain/bar-import.ts';
import type {
  CalendarReport,
  PreparationOptions,
  PreparationReport,
  PreparedBars,
} from '../domain/bar-preparation.ts';
import type { BacktestSetup, Check, Executor } from '../domain/executor.ts';
import type { Job, NotificationSettings } from '../domain/job.ts';
import type { Service, ServiceOptions } from '../domain/service.ts';
import type { JobReader } from '../job/job-reader.ts';
import type { RunStore } from '../run/run-store.ts';
import type { Runner } from '../run/runner.ts';

/** What the commands are made of; the composition root fills it in. Nothing here starts anything. */
export interface Services {
  readonly version: string;
  /** Root of the project: sources, strategies, schema. */
  readonly projectRoot: string;
  /** Root of `config/`, `runs/` and `.leantune/`: the project, unless LEANTUNE_HOME says otherwise. */
  readonly home: string;
  readonly reader: JobReader;
  readonly runner: Runner;
  /** Its root is the runs folder. */
  readonly store: RunStore;
  /** Names of what is registered. */
  readonly names: Readonly<
    Record<'strategies' | 'samplers' | 'fitnesses' | 'executors' | 'channels', readonly string[]>
  >;
  /** Folder of the sample data, made on first use. */
  ensureSampleData(): Promise<string>;
  /**
   * Reads CSV files of bars into LEAN's data layout.
   * @throws InputError where they cannot be read or would replace others
   */
  importBars(options: BarImportOptions): Promise<BarImportReport>;
  /**
   * Makes a file of one-minute bars.
   * @throws InputError where they cannot be read
   */
  prepareBars(options: PreparationOptions): Promise<PreparationReport>;
  /** The files of prepared bars in a folder. */
  preparedBars(folder: string): Promise<PreparedBars[]>;
  /** Puts an economic calendar beside prepared bars. @throws InputError where it cannot be read */
  placeCalendar(file: string, folder: string): Promise<CalendarReport>;
  /** The executor that a job names, not started. */
  createExecutor(job: Job, log: (text: string) => void): Executor;
  /** What judges the outcomes of a job's backtests. */
  readonly scorerOf: BenchServices['scorerOf'];
  /** Executors that can say what they lack. */
  readonly diagnosed: readonly string[];
  /**
   * Looks at all that one of them needs, as the environment sets it up, and runs one backtest.
   */
  diagnose(executor: string, setup: BacktestSetup): AsyncIterable<Check>;
  /** Sends one test message, or only words it in a dry run. @throws Error where it cannot be sent */
  tryChannel(setting: NotificationSettings): Promise<{ sent: boolean; text: string }>;
  /** What answers a GET as the server does, without one. */
  answers(): Promise<(path: string) => Promise<Response>>;
  /** The token that changes need; made on first use. */
  token(): Promise<string>;
  /**
   * Takes the runs folder's lock, starts watching `config/` and serves site and API.
   * @throws LockedError where another process holds the runs folder
   */
  openService(options: ServiceOptions): Promise<Service>;
}
