import { join } from 'node:path';
import { createProgram } from '../../../runner/cli/program.ts';
import type { Services } from '../../../runner/cli/services.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { ParameterDefinition } from '../../../runner/domain/space.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { type StoredRun, storeRun } from '../../fixtures/stored-run.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { jobOf, recordingScreen } from './recorded-run.ts';

export const parameters: readonly ParameterDefinition[] = [
  { name: 'momentum', type: 'float', min: -1, max: 1, step: 0.01, category: 'trend' },
  { name: 'carry', type: 'float', min: -1, max: 1, category: 'yield', direction: 'long' },
  { name: 'size', type: 'float', min: 1e-9, max: 1, category: 'risk', role: 'hyperparameter' },
  { name: 'lookback', type: 'int', min: 1, max: 500 },
  { name: 'mode', type: 'categorical', values: ['on', '=1+1', 'a,"b"\nc'] },
  { name: 'hedge', type: 'boolean', when: 'lookback > 100' },
];

/** Values that readers stumble over: tiny, infinite, missing, texts like numbers and formulas. */
export function evaluations(count: number): Evaluation[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const lookback = 1 + ((index * 37) % 500);
    const failed = id % 11 === 0;
    return anEvaluation({
      id,
      stage: id < count / 2 ? 'lhs' : 'genetic',
      params: {
        // No −0, which JSON does not have.
        momentum: Math.round(Math.sin(id) * 100) / 100 + 0,
        carry: Math.cos(id),
        size: 1e-7 * id,
        lookback,
        mode: ['on', '=1+1', 'a,"b"\nc'][id % 3] ?? '',
        ...(lookback > 100 && { hedge: id % 2 === 0 }),
      },
      status: failed ? 'failed' : 'complete',
      fitness: failed ? Number.NEGATIVE_INFINITY : Math.sin(id * 7) * 3,
      profit_factor: id % 13 === 0 ? Number.POSITIVE_INFINITY : 1 + 1 / id,
      metrics: failed ? {} : { sharpe_ratio: Math.sin(id * 7), annual_standard_deviation: 0.1 / 3 },
      error: failed ? 'stack\n"quoted", comma' : null,
      violations: {},
    });
  });
}

export const all = evaluations(300);
export const best = all.reduce((a, b) => (b.fitness > a.fitness ? b : a));

export interface RunToExport extends Disposable {
  readonly run: StoredRun;
  readonly folder: string;
  /** The path of a file in the folder. */
  path(name: string): string;
  /** What `leantune export latest` says with these arguments. */
  exported(...args: string[]): Promise<{ readonly out: string; readonly err: string }>;
}

/** A run of two symbols in a folder of its own, and the command that exports it. */
export async function openRunToExport(): Promise<RunToExport> {
  const folder = temporaryFolder();
  const path = (name: string): string => join(folder.path, name);
  const progress = {
    holdout: { ...best, fitness: 0.5, is_oos: true, metrics: { sharpe_ratio: 1 } },
  };
  const days = Array.from({ length: 77 }, (_, day) => [day * 86_400, 0.1]);
  const charts = { 'Strategy Equity': { series: { Return: { values: days } } } };
  const run = await storeRun(
    path('runs'),
    {
      SPY: { evaluations: all.toReversed(), progress, result: { charts } },
      IBM: { evaluations: all.slice(0, 9) },
    },
    {
      study: 'yes',
      job: {
        parameters,
        rules: [],
        backtest: { ...jobOf().backtest, fixedParameters: { cash_pct: 0.1 } },
      },
    },
  );
  return {
    run,
    folder: folder.path,
    path,
    async exported(...args) {
      const out = recordingScreen();
      const err = recordingScreen();
      const services = { version: '0', store: run.store } as Services;
      const program = createProgram({ out, err, services, finish: () => {} });
      await program.parseAsync(['export', 'latest', ...args], { from: 'user' });
      return { out: out.text(), err: err.text() };
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}
