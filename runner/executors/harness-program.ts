import type { BacktestRequest, BacktestSetup, Preparation } from '../domain/executor.ts';
import type { HarnessKit } from './harness-channel.ts';

/** A setup that a harness can be asked to backtest. */
export interface ReadySetup {
  readonly preparation: Preparation;
  /** What the harness has to be started with. */
  readonly kit: HarnessKit;
  /** The fields of a request. */
  fields(request: Pick<BacktestRequest, 'params' | 'detail'>): Readonly<Record<string, unknown>>;
  /** Names that the strategy's sources ask for, where the harness does not tell; null: unknown. */
  readonly parametersRead: readonly string[] | null;
}

/** The program that carries an engine's backtests out, and what it needs to know of setups. */
export interface HarnessProgram extends AsyncDisposable {
  /**
   * Checks a setup, fingerprints what it reads, and puts in place what a harness needs for it.
   * @throws InputError where the strategy, the symbol or the data cannot be used
   */
  ready(setup: BacktestSetup, signal: AbortSignal): Promise<ReadySetup>;
}
