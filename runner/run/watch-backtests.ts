import type { Job } from '../domain/job.ts';
import type { UnreadParameter } from '../domain/run-record.ts';
import { unmeasuredText, watchUnmeasured } from './unmeasured-metrics.ts';
import { createUnreadParameters, type UnreadParameters } from './unread-parameters.ts';

export interface BacktestWatch extends Pick<UnreadParameters, 'completed'> {
  readonly unread: Pick<UnreadParameters, 'list'>;
}

/** Looks in finished backtests for a job that asks for what the strategy does not have. */
export function watchBacktests(job: Job, warn: (message: string) => void): BacktestWatch {
  const unread = createUnreadParameters((parameters) => warn(unreadText(parameters)));
  const measured = watchUnmeasured(job, (metrics) => warn(unmeasuredText(metrics)));
  return {
    unread,
    completed(outcome, params) {
      unread.completed(outcome, params);
      measured(outcome);
    },
  };
}

function unreadText(parameters: readonly UnreadParameter[]): string {
  const names = parameters.map(({ name, nearest }) =>
    nearest === null ? name : `${name} (it asks for ${nearest})`,
  );
  return `The strategy never reads ${names.join(', ')}: tuning it changes nothing`;
}
