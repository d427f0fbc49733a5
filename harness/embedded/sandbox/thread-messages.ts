import type { MessagePort } from 'node:worker_threads';
import type { Problem } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { ParameterValue } from '../../../runner/domain/parameter-set.ts';
import type { Variation } from '../../../runner/domain/variation.ts';
import type { BenchmarkSymbol } from '../data/benchmark-choice.ts';
import type { SecurityData } from '../data/security-data.ts';
import type { Segment } from '../data/segment.ts';
import type { SetupData } from '../setup-data.ts';
import type { RunRequest } from './messages.ts';
import type { ResultsFrame } from './results-frame.ts';

/** What a thread knows of a strategy once it is loaded. */
export interface StrategyDescription {
  readonly defaults: Readonly<Record<string, ParameterValue>>;
  readonly sharing?: readonly string[] | undefined;
  readonly variations?: readonly Variation[] | undefined;
  readonly warnings: readonly string[];
  /** What the strategy trades beside the job's symbol. */
  readonly securities: readonly SecurityData[];
  /** What it measures itself against, whatever its job says. */
  readonly benchmarks: readonly BenchmarkSymbol[];
  /** Their bars that had to be decoded. */
  readonly uncached: readonly Segment[];
}

/** Given to a thread at its start; the port is its only line to the sandbox. */
export interface ThreadStart {
  readonly port: MessagePort;
  readonly position: SharedArrayBuffer;
  readonly projectRoot: string;
  readonly columnFolder: string;
}

export type ThreadRequest =
  | {
      readonly type: 'setup';
      readonly setup: number;
      readonly spec: BacktestSetup;
      data: SetupData;
    }
  | { readonly type: 'forget'; readonly setup: number }
  | { readonly type: 'describe'; readonly task: number; readonly setup: number }
  | {
      readonly type: 'run';
      readonly run: RunRequest;
      /** Index of the first request still to do. */
      readonly from: number;
      /** Later indices that are answered already. */
      readonly skip: readonly number[];
    };

export type ThreadAnswer =
  /** `phase` tells what its backtest is at. */
  | { readonly type: 'ready'; readonly phase: Int32Array }
  /** A `results` answer as it travels, so that it is not parsed on its way; `upTo` is the next index. */
  | {
      readonly type: 'results';
      readonly task: number;
      readonly upTo: number;
      /** Null where there is nothing to tell. */
      readonly frame: ResultsFrame | null;
    }
  | {
      readonly type: 'described';
      readonly task: number;
      readonly description: StrategyDescription;
    }
  | { readonly type: 'refused'; readonly task: number; readonly problems: readonly Problem[] }
  /** Bars are being read, or were: how much memory they take. */
  | { readonly type: 'reading'; readonly bytes: number | null }
  | { readonly type: 'log'; readonly text: string };
