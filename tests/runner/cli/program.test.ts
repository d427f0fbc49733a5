import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgram, runProgram } from '../../../runner/cli/program.ts';
import type { Services } from '../../../runner/cli/services.ts';
import type { BarImportOptions, BarImportReport } from '../../../runner/domain/bar-import.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { encodeEvaluation } from '../../../runner/run/evaluation-line.ts';
import { acquireLock } from '../../../runner/run/lock.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import type { Runner } from '../../../runner/run/runner.ts';
import { evaluation, jobOf, progressOf, recordingScreen, recordOf } from './recorded-run.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'leantune-cli-'));
  await mkdir(join(home, 'runs'));
});
afterEach(() => rm(home, { recursive: true, maxRetries: 5 }));

/** Services over real folders; what a test does not need throws. */
function servicesOf(change: Partial<Services> = {}): Services {
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

function runnerOf(change: Partial<Runner>): Runner {
  const refuse = async () => {
    throw new Error('not part of this test');
  };
  return { submit: refuse, resume: refuse, [Symbol.asyncDispose]: async () => {}, ...change };
}

async function run(services: Services, ...args: string[]) {
  const out = recordingScreen();
  const err = recordingScreen();
  const code = await runProgram(services, args, { out, err });
  return { code, out: out.text(), err: err.text() };
}

/** A stored run as the runner leaves it. */
async function storeRun(
  services: Services,
  change: Parameters<typeof recordOf>[0] = {},
  job = jobOf(),
) {
  const { id: _id, ...fields } = recordOf(change);
  return services.store.create(fields, job, { file: 'quickstart.json', text: '{}' });
}

const done = {
  state: 'complete' as const,
  symbols: [
    progressOf({ best: evaluation(), counts: { ...progressOf().counts, evaluations: 611 } }),
  ],
};

describe('createProgram()', () => {
  it('gives every command a description, examples and --help', () => {
    const screens = { out: recordingScreen(), err: recordingScreen() };
    const program = createProgram({ ...screens, services: servicesOf(), finish: () => {} });
    const names = program.commands.map((command) => command.name());
    expect(names).toEqual(
      expect.arrayContaining(['optimize', 'resume', 'show', 'serve', 'notify']),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const command of program.commands) expect(command.description()).not.toBe('');
    expect(program.helpInformation()).not.toContain('setup');
  });
});

describe('runProgram()', () => {
  it.each([
    'optimize',
    'backtest',
    'resume',
    'runs',
    'show',
    'analyze',
    'front',
    'validate',
    'info',
    'doctor',
    'serve',
    'token',
    'schema',
    'quickstart',
  ])('prints help of %s with examples and ends with 0', async (command) => {
    const { code, out } = await run(servicesOf(), command, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: leantune ${command}`);
    expect(out).toContain('Examples:');
  });

  it('ends with 2 for an unknown command, flag or value', async () => {
    for (const args of [
      ['optimise'],
      ['runs', '--jsonn'],
      ['serve', '--port', 'x'],
      ['optimize'],
    ]) {
      const { code, err } = await run(servicesOf(), ...args);
      expect([code, err]).toEqual([2, expect.stringMatching(/error|Error/)]);
    }
  });

  it('validate() ends with 0 for jobs and other files, with 2 for a faulty one', async () => {
    const files = { 'job.json': '{"job":1}', 'space.json': '{"space":1}', 'bad.json': '{}' };
    const paths = await Promise.all(
      Object.entries(files).map(async ([name, text]) => {
        await writeFile(join(home, name), text);
        return join(home, name);
      }),
    );
    const fine = await run(servicesOf(), 'validate', '--no-data', ...paths.slice(0, 2));
    expect(fine.code).toBe(0);
    expect(fine.out).toContain('job "quickstart": sma-cross on SPX');
    expect(fine.out).toContain('a parameter space, not a job');
    const faulty = await run(servicesOf(), 'validate', '--no-data', '--json', ...paths);
    expect(faulty.code).toBe(2);
    expect(JSON.parse(faulty.out).files[2].problems).toEqual([
      { path: 'stages[0].samples', wanted: 'a whole number above 0', found: '-3' },
    ]);
  });

  it('runs() and show() read what is stored, as text and as JSON', async () => {
    const services = servicesOf();
    const none = await run(services, 'runs');
    expect([none.code, none.out]).toEqual([0, `No runs in ${join(home, 'runs')} yet.\n`]);
    const { id } = await storeRun(services, done);
    const listed = await run(services, 'runs');
    expect(listed.out).toMatch(
      new RegExp(`^run .*\\n${id} +quickstart +sma-cross +SPX +complete +1.841 +611`),
    );
    expect(JSON.parse((await run(services, 'runs', '--json')).out).runs[0].id).toBe(id);
    const shown = await run(services, 'show', 'latest');
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('Best of SPX');
    const json = JSON.parse((await run(services, 'show', id.slice(0, 6), '--json')).out);
    expect(json.record.symbols[0].best.profit_factor).toBe('Infinity');
  });

  it('analyze() tells how each symbol came to its best, or one of them', async () => {
    const services = servicesOf();
    const symbols = [progressOf(), progressOf({ symbol: 'QQQ', folder: 'QQQ' })];
    const { id } = await storeRun(services, { ...done, symbols });
    await mkdir(join(services.store.folder(id), 'SPX'));
    const lines = [1, 3, 2].map((fitness, index) =>
      encodeEvaluation(evaluation({ id: index + 1, fitness, stage_detail: `gen_${index + 1}` })),
    );
    await writeFile(join(services.store.folder(id), 'SPX', 'evaluations.jsonl'), lines.join(''));
    const shown = await run(services, 'analyze', 'latest');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('best        3 at evaluation 2, generation 2 of genetic');
    expect(shown.out).toContain('1 evaluation (33 %) in 1 generation after it');
    expect(shown.out).toContain('Convergence of QQQ: none of 0 evaluations gave a valid set');
    const one = await run(services, 'analyze', id, '--symbol', 'SPX', '--json');
    const json = JSON.parse(one.out);
    expect(json).toMatchObject({ run: id, symbols: [{ symbol: 'SPX', valid: 3 }] });
    expect(json.symbols).toHaveLength(1);
    const none = await run(services, 'analyze', id, '--symbol', 'IBM');
    expect(none).toMatchObject({ code: 2 });
    expect(none.err).toContain('wanted one of SPX, QQQ, found "IBM"');
  });

  it('front() lists what no other set beats, most of the first objective first', async () => {
    const services = servicesOf();
    const objectives = [
      { metric: 'net_pnl', direction: 'maximize' },
      { metric: 'max_drawdown', direction: 'minimize' },
    ] as const;
    const { id } = await storeRun(services, done, jobOf({ objectives }));
    await mkdir(join(services.store.folder(id), 'SPX'));
    const sets = [
      [10, 5],
      [30, 9],
      [9, 6],
    ] as const;
    const lines = sets.map(([net_pnl, max_drawdown], index) => {
      const values = { net_pnl, max_drawdown, objectives: [net_pnl, -max_drawdown] };
      return encodeEvaluation(evaluation({ id: index + 1, ...values }));
    });
    await writeFile(join(services.store.folder(id), 'SPX', 'evaluations.jsonl'), lines.join(''));
    const shown = await run(services, 'front', 'latest');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('SPX: 2 sets that no other beats');
    expect(shown.out).toMatch(/^id +net_pnl ↑ +max_drawdown ↓ +fitness \(calmar\) +fast +slow$/m);
    expect(shown.out).toMatch(/^ 2 +30 +9 .*\n 1 +10 +5 /m);
    const { symbols } = JSON.parse((await run(services, 'front', id, '--json')).out);
    expect(symbols[0].rows.map((row: { id: number }) => row.id)).toEqual([2, 1]);
  });

  it('front() of a run with one fitness alone ends with 2', async () => {
    const services = servicesOf();
    await storeRun(services, done);
    const { code, err } = await run(services, 'front', 'latest');
    expect(code).toBe(2);
    expect(err).toContain('objectives: wanted two or more in its job, found one fitness alone');
  });

  it('show() ends with 2 for a run that is not there', async () => {
    const { code, err } = await run(servicesOf(), 'show', '2019');
    expect(code).toBe(2);
    expect(err).toContain('Cannot find run "2019"');
  });

  it('show() says of a run whose record is broken what is wrong with it', async () => {
    const services = servicesOf();
    const { id } = await storeRun(services, done);
    await writeFile(join(services.store.folder(id), 'run.json'), '{bad');
    const { code, err } = await run(services, 'show', id);
    expect(code).toBe(2);
    expect(err).toMatch(/found a broken one: .*run\.json": wanted JSON/);
  });

  it('stop() ends with 2 where no daemon is at work', async () => {
    const { code, err } = await run(servicesOf(), 'stop');
    expect(code).toBe(2);
    expect(err).toContain('wanted a daemon at work, found none');
  });

  it.each([
    ['complete', 0],
    ['failed', 1],
    ['stopped', 130],
  ] as const)('optimize() of a run that ends %s ends with %d', async (state, expected) => {
    const services = servicesOf();
    const record = await storeRun(services, { ...done, state });
    const submission = {
      kind: 'new',
      record,
      message: 'Run is new',
      execution: executionOf(record),
    };
    const runner = runnerOf({ submit: async () => submission as never });
    await writeFile(join(home, 'job.json'), '{"job":1}');
    const { code, out, err } = await run(
      { ...services, runner },
      'optimize',
      join(home, 'job.json'),
      '--json',
    );
    expect(code).toBe(expected);
    expect(JSON.parse(out)).toMatchObject({
      message: 'Run is new',
      record: { id: record.id, state },
    });
    expect(err).toContain('679,140 sets');
  });

  it('optimize() of a complete run shows it and ends with 0', async () => {
    const services = servicesOf();
    const record = await storeRun(services, done);
    const submit = async () => ({ kind: 'complete' as const, record, message: 'Run is complete' });
    await writeFile(join(home, 'job.json'), '{"job":1}');
    const { code, out } = await run(
      { ...services, runner: runnerOf({ submit }) },
      ...['optimize', join(home, 'job.json')],
    );
    expect(code).toBe(0);
    expect(out).toContain('Run is complete');
    expect(out).toContain('Best of SPX');
  });

  it('optimize() ends with 1 where no backtest came through', async () => {
    const services = servicesOf();
    const counts = { ...progressOf().counts, evaluations: 5, failed: 5 };
    const record = await storeRun(services, {
      state: 'complete',
      symbols: [progressOf({ counts })],
    });
    const submit = async () => ({ kind: 'complete' as const, record, message: 'Run is complete' });
    await writeFile(join(home, 'job.json'), '{"job":1}');
    const { code } = await run(
      { ...services, runner: runnerOf({ submit }) },
      ...['optimize', join(home, 'job.json')],
    );
    expect(code).toBe(1);
  });

  it('optimize() ends with 1 where another process holds the runs folder', async () => {
    await writeFile(join(home, 'job.json'), '{"job":1}');
    const lock = await acquireLock(join(home, 'runs'));
    const { code, err } = await run(servicesOf(), 'optimize', join(home, 'job.json'));
    await lock[Symbol.asyncDispose]();
    expect(code).toBe(1);
    expect(err).toContain('Cannot lock runs folder');
  });

  it('resume() takes the newest unfinished run, and ends with 2 where there is none', async () => {
    const services = servicesOf();
    expect((await run(services, 'resume')).code).toBe(2);
    const record = await storeRun(services, { ...done, state: 'stopped' });
    const asked: string[] = [];
    const resume = async (id: string) => {
      asked.push(id);
      return {
        kind: 'complete' as const,
        record: { ...record, state: 'complete' as const },
        message: 'Run resumes',
      };
    };
    const { code } = await run({ ...services, runner: runnerOf({ resume }) }, 'resume');
    expect([code, asked]).toEqual([0, [record.id]]);
  });

  it('new() writes a strategy and a job once', async () => {
    const strategy = await run(servicesOf(), 'new', 'strategy', 'my-cross');
    expect(strategy.code).toBe(0);
    const text = await readFile(join(home, 'strategies', 'my-cross.ts'), 'utf8');
    expect(text).toContain('export default class MyCross extends Algorithm');
    expect((await run(servicesOf(), 'new', 'strategy', 'my-cross')).code).toBe(2);
    expect((await run(servicesOf(), 'new', 'strategy', '../x')).code).toBe(2);
    const job = await run(
      servicesOf(),
      'new',
      'job',
      'spy',
      '--strategy',
      'strategies/my-cross.ts',
    );
    expect(job.code).toBe(0);
    const written = JSON.parse(await readFile(join(home, 'config', 'drafts', 'spy.json'), 'utf8'));
    expect(written).toMatchObject({ name: 'spy', strategy: 'strategies/my-cross.ts' });
  });

  it('info(), token() and schema() print JSON', async () => {
    const info = JSON.parse((await run(servicesOf(), 'info', '--json')).out);
    expect(info).toMatchObject({
      versions: { leantune: '0.1.0' },
      samplers: ['lhs'],
      daemon: null,
    });
    expect(JSON.parse((await run(servicesOf(), 'token', '--json')).out)).toEqual({
      token: 'a-token',
    });
    expect(JSON.parse((await run(servicesOf(), 'schema')).out)).toEqual({ type: 'object' });
    await run(servicesOf(), 'schema', '--write');
    const file = join(home, 'config', 'schema', 'job.schema.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ type: 'object' });
  });

  it('tells an error in one line, and ends with 1', async () => {
    const token = () => Promise.reject(new Error('Cannot read the token'));
    const { code, err } = await run(servicesOf({ token }), 'token');
    expect([code, err]).toEqual([1, 'Error: Cannot read the token\n']);
  });
});

function executionOf(record: ReturnType<typeof recordOf>) {
  return { record, start: async () => record, drain: () => {}, abort: () => {} };
}

describe('import', () => {
  const report: BarImportReport = {
    symbol: 'SAP',
    security_type: 'equity',
    market: 'xetra',
    resolution: 'hour',
    data_folder: '/srv/lean',
    timezone: 'UTC',
    data_timezone: 'Europe/Berlin',
    files: [
      {
        file: '/in/sap.csv',
        rows: 1010,
        delimiter: ';',
        header: true,
        date_order: 'dmy',
        decimal: ',',
      },
    ],
    rows: 1010,
    bars: 1000,
    first: '2010-01-04',
    last: '2010-06-30',
    out_of_order: 3,
    duplicates: { count: 2, differing: 1, shown: ['2010-01-04 09:00'] },
    bad_rows: {
      count: 8,
      shown: [{ file: '/in/sap.csv', line: 7, wanted: 'a price above 0 as open', found: '"0"' }],
    },
    gaps: {
      missing_days: 1,
      days: [{ start: '2010-02-01', end: '2010-02-01', missing: 1 }],
      missing_minutes: 0,
      days_with_missing_minutes: 0,
      minutes: [],
    },
    written: ['equity/xetra/hour/sap.zip'],
    notes: ['something to know'],
    seconds: 0.12,
  };

  it('hands the flags on and tells what was done', async () => {
    const asked: BarImportOptions[] = [];
    const services = servicesOf({
      importBars: async (options) => {
        asked.push(options);
        return report;
      },
    });
    const flags = '--symbol sap --market xetra --delimiter tab --columns date,-,close --data lean';
    const { code, out, err } = await run(services, 'import', '/in/sap.csv', ...flags.split(' '));
    expect(asked).toEqual([
      {
        files: ['/in/sap.csv'],
        symbol: 'SAP',
        securityType: 'equity',
        market: 'xetra',
        dataFolder: resolve('lean'),
        replace: false,
        strict: false,
        delimiter: '\t',
        columns: ['date', '-', 'close'],
      },
    ]);
    expect([code, err]).toEqual([0, 'Warning: 8 rows hold no bar and were left out\n']);
    for (const text of [
      'SAP: 1,000 hour bars, 2010-01-04 to 2010-06-30',
      '1,010 rows of /in/sap.csv in 0.1 s (split by semicolon, headings, dates dmy, decimal comma)',
      'read in UTC, kept in Europe/Berlin',
      '3 rows, sorted',
      '2 dropped, 1 of them unlike the row that was kept (2010-01-04 09:00)',
      '/in/sap.csv (line 7): wanted a price above 0 as open, found "0"\n  and 7 more',
      'Days without bars: 2010-02-01',
      'Note: something to know',
      'In a job: "symbol": "SAP", "market": "xetra", "resolution": "hour", "data": "/srv/lean"',
    ]) {
      expect(out).toContain(text);
    }
    // The command has no flag for the market.
    expect(out).not.toContain('Try it');
  });

  it('writes to the data folder of the environment, else to one beside config and runs', async () => {
    const folders: string[] = [];
    const services = servicesOf({
      importBars: async ({ dataFolder }) => {
        folders.push(dataFolder);
        return report;
      },
    });
    vi.stubEnv('LEAN_DATA_HOST_PATH', '');
    await run(services, 'import', 'a.csv', '--symbol', 'SPY');
    vi.stubEnv('LEAN_DATA_HOST_PATH', '/srv/lean');
    await run(services, 'import', 'a.csv', '--symbol', 'SPY');
    vi.unstubAllEnvs();
    expect(folders).toEqual([join(home, 'data'), '/srv/lean']);
  });
});
