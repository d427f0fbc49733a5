import type { MessagePort } from 'node:worker_threads';
import type { Problem } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { ParameterValue } from '../../../runner/domain/parameter-set.ts';
import type { MarketData } from '../market-data.ts';
import type { RunRequest } from './messages.ts';

/** Given to a thread at its start; the port is its only line to the sandbox. */
export interface ThreadStart {
  readonly port: MessagePort;
  readonly position: SharedArrayBuffer;
  readonly projectRoot: string;
}

export type ThreadRequest =
  | {
      readonly type: 'setup';
      readonly setup: number;
      readonly spec: BacktestSetup;
      data: MarketData;
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
  /** A `results` answer as text, so that it is not parsed on its way; `upTo` is the next index. */
  | {
      readonly type: 'results';
      readonly task: number;
      readonly upTo: number;
      readonly line: string;
    }
  | {
      readonly type: 'described';
      readonly task: number;
      readonly defaults: Readonly<Record<string, ParameterValue>>;
    }
  | { readonly type: 'refused'; readonly task: number; readonly problems: readonly Problem[] }
  | { readonly type: 'log'; readonly text: string };
