import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { UNDER_WAY } from '../domain/cut-off.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { RunListener } from '../domain/run-event.ts';
import type { RunRecord, RunState } from '../domain/run-record.ts';

/** What the daemon has done since it started and does now, for Prometheus. */
export interface Metrics {
  readonly listen: RunListener;
  readonly contentType: string;
  /** In Prometheus's text format. */
  text(now: {
    readonly records: readonly RunRecord[];
    readonly freeBytes: number;
  }): Promise<string>;
}

const STATUSES: readonly Evaluation['status'][] = ['complete', 'invalid', 'failed', 'pruned'];
const ENDS: readonly RunState[] = ['complete', 'stopped', 'failed'];

/** Names as Prometheus has them: the unit last, `_total` for what only grows. */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const info = new Gauge({
    name: 'leantune_info',
    help: 'Version of leantune',
    labelNames: ['version'],
    registers,
  });
  info.set({ version }, 1);
  const evaluations = new Counter({
    name: 'leantune_evaluations_total',
    help: 'Evaluations since the daemon started',
    labelNames: ['status'],
    registers,
  });
  for (const status of STATUSES) evaluations.inc({ status }, 0);
  const ended = new Counter({
    name: 'leantune_runs_ended_total',
    help: 'Runs that ended since the daemon started',
    labelNames: ['state'],
    registers,
  });
  for (const state of ENDS) ended.inc({ state }, 0);
  const going = new Gauge({
    name: 'leantune_runs',
    help: 'Runs that wait or run',
    labelNames: ['state'],
    registers,
  });
  const rate = new Gauge({
    name: 'leantune_run_evaluations_per_second',
    help: 'Evaluations per second of each run that runs, over all its sessions',
    labelNames: ['run', 'name'],
    registers,
  });
  const free = new Gauge({
    name: 'leantune_disk_free_bytes',
    help: 'Free space where runs are kept',
    registers,
  });
  const over = new Set<string>();

  return {
    contentType: registry.contentType,
    listen(event) {
      if (event.type === 'evaluations') {
        for (const { status } of event.evaluations) evaluations.inc({ status });
      }
      if (event.type !== 'record') return;
      const { id, state } = event.record;
      // The end of a run is told more than once.
      if (!ENDS.includes(state)) over.delete(id);
      else if (!over.has(id)) {
        over.add(id);
        ended.inc({ state });
      }
    },
    async text({ records, freeBytes }) {
      free.set(freeBytes);
      going.reset();
      rate.reset();
      for (const state of UNDER_WAY) {
        going.set({ state }, records.filter((record) => record.state === state).length);
      }
      for (const { id, name, evaluations_per_second } of records) {
        if (evaluations_per_second !== null) rate.set({ run: id, name }, evaluations_per_second);
      }
      return await registry.metrics();
    },
  };
}
