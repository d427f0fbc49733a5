import type { RunRecord, RunState } from './run-record.ts';

/** States of a run that has not ended. */
export const UNDER_WAY: readonly RunState[] = [
  'queued',
  'compiling',
  'running',
  'paused',
  'stopping',
];

/**
 * A run as it is where nobody is at it: its process was killed if its record says otherwise. Only
 * the holder of the runs folder may be at a run, so that who holds it knows.
 */
export function cutOff<Run extends Pick<RunRecord, 'state' | 'reason'>>(record: Run): Run {
  if (!UNDER_WAY.includes(record.state)) return record;
  return { ...record, state: 'stopped', reason: 'cut off; it can be resumed' };
}
