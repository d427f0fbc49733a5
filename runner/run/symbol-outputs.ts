import type { Job } from '../domain/job.ts';

/** What is made of a search's results while it runs and when it ends, beside this process. */
export interface SymbolOutputs extends AsyncDisposable {
  /** All evaluations up to an id have ended and are on the disk. */
  settled(id: number): void;
  /** Writes everything. @throws Error where it cannot be */
  finish(): Promise<void>;
}

export interface OutputsContext {
  /** The symbol's folder in the run. */
  readonly folder: string;
  readonly run: string;
  /** Name of the search: its symbol's, or one for all symbols. */
  readonly symbol: string;
  readonly job: Job;
}

export type OpenOutputs = (context: OutputsContext) => SymbolOutputs;
