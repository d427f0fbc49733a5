import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../../runner/cli/program.ts';
import type { Services } from '../../../runner/cli/services.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import type { Runner } from '../../../runner/run/runner.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { evaluation, jobOf, progressOf, recordingScreen, recordOf } from './recorded-run.ts';

export interface CommandLine extends Disposable {
  readonly home: string;
  readonly services: Services;
  run(...args: string[]): ReturnType<typeof runCommand>;
  /** A stored run as the runner leaves it. */
  record(change?: Partial<RunRecord>, job?: Job): Promise<RunRecord>;
}

/** The command line over real folders of its own; services that a test does not give throw. */
export function commandLine(change: Partial<Services> = {}): CommandLine {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'runs'));
  const services = servicesOf(folder.path, change);
  return {
    home: folder.path,
    services,
    run: (...args) => runCommand(services, ...args),
    record: (fields, job = jobOf()) => {
      const { id: _, ...record } = recordOf(fields);
      return services.store.create(record, job, { file: 'quickstart.json', text: '{}' });
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

export async function runCommand(services: Services, ...args: string[]) {
  const out = recordingScreen();
  const err = recordingScreen();
  const code = await runProgram(services, args, { out, err });
  return { code, out: out.text(), err: err.text() };
}

export function runnerOf(change: Partial<Runner>): Runner {
  const refuse = async () => {
    throw new Error('not part of this test');
  };
  return { submit: refuse, resume: refuse, [Symbol.asyncDispose]: async () => {}, ...change };
}

/** What a run that found something has come to. */
export const done = {
  state: 'complete',
  symbols: [
    progressOf({ best: evaluation(), counts: { ...progressOf().counts, evaluations: 611 } }),
  ],
} as const satisfies Partial<RunRecord>;

function servicesOf(home: string, change: Partial<Services>): Services {
  const refuse = () => {
    throw new Error('not part of this test');
  };
  return {
    version: '0.1.0',
    projectRoot: home,
    home,
    reader: {
      async read(text, file) {
        if (text.includes('space')) return { kind: 'other', what: 'a parameter space' };
        if (text.includes('job')) return { kind: 'job', job: jobOf() };
        throw new InputError(`Cannot read job "${file}"`, [
          { path: 'stages[0].samples', wanted: 'a whole number above 0', found: '-3' },
        ]);
      },
      schema: () => ({ type: 'object' }),
    },
    runner: runnerOf({}),
    store: openRunStore(join(home, 'runs')),
    names: {
      strategies: ['sma-cross'],
      samplers: ['lhs'],
      fitnesses: ['calmar'],
      executors: ['embedded'],
      channels: ['telegram', 'webhook'],
    },
    tryChannel: refuse,
    ensureSampleData: refuse,
    importBars: refuse,
    prepareBars: refuse,
    preparedBars: async () => [],
    placeCalendar: refuse,
    createExecutor: refuse,
    scorerOf: refuse,
    diagnosed: ['docker', 'process'],
    diagnose: refuse,
    answers: refuse,
    token: async () => 'a-token',
    openService: refuse,
    ...change,
  };
}
