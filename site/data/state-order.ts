import type { RunState } from '../../runner/domain/run-record.ts';

/** In the order of interest: what moves first, what has ended last. */
export const STATE_ORDER: readonly RunState[] = [
  'running',
  'compiling',
  'queued',
  'paused',
  'stopping',
  'stopped',
  'complete',
  'failed',
];

export function stateOrder(state: RunState): number {
  return STATE_ORDER.indexOf(state);
}
