import type { Evaluation } from './evaluation.ts';
import type { ParameterSet } from './parameter-set.ts';
import type { RunRecord } from './run-record.ts';

/** What a slot of a run is at, for those who watch. */
export interface SlotActivity {
  readonly slot: number;
  readonly symbol: string;
  /** Null where it is handed nothing to backtest. */
  readonly evaluation: number | null;
  readonly params: ParameterSet;
  /** Seconds since it took that up. */
  readonly seconds: number;
  /** Backtests that it was handed with it and that come after it. */
  readonly behind: number;
}

/** What a run tells those who watch it: the terminal, the log, the site. */
export type RunEvent =
  | { readonly type: 'record'; readonly record: RunRecord }
  | {
      readonly type: 'evaluations';
      readonly run: string;
      readonly symbol: string;
      readonly evaluations: readonly Evaluation[];
    }
  | {
      readonly type: 'best';
      readonly run: string;
      readonly symbol: string;
      readonly evaluation: Evaluation;
    }
  | {
      readonly type: 'slots';
      readonly run: string;
      /** Slots that there are. */
      readonly count: number;
      /** Those at work, the lowest number first. */
      readonly busy: readonly SlotActivity[];
    }
  | {
      readonly type: 'log';
      readonly run: string;
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly at: string;
    };

export type RunListener = (event: RunEvent) => void;
