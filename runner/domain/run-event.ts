import type { Evaluation } from './evaluation.ts';
import type { RunRecord } from './run-record.ts';

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
      readonly type: 'log';
      readonly run: string;
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly at: string;
    };

export type RunListener = (event: RunEvent) => void;
