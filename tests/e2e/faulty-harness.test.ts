import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { misbehaving } from '../fixtures/misbehaving-harness.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { evaluationsOf, leantune, startLeantune } from './leantune-process.ts';

/* What becomes of runs whose harnesses cannot start, or are ended by some of their backtests. */

const SLOW = { timeout: 900_000 };
const home = temporaryFolder();
beforeAll(async () => {
  process.env['LEANTUNE_ALLOW_COMMANDS'] = 'true';
  await leantune(home.path, 'setup');
});
afterAll(() => {
  delete process.env['LEANTUNE_ALLOW_COMMANDS'];
  home[Symbol.dispose]();
});

const job = {
  strategy: 'sma-cross',
  engine: 'embedded',
  data: 'sample',
  symbol: 'SPX',
  start: '2000-01-03',
  end: '2005-12-31',
  slots: 1,
  seed: 3,
};
const lengths = [
  { name: 'fast', type: 'int', min: 2, max: 60 },
  { name: 'slow', type: 'int', min: 20, max: 300 },
];

function drop(name: string, fields: object): string {
  const file = join(home.path, 'config', `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...job, name, ...fields }));
  return file;
}

interface Record {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
}

function recordsOf(name: string): Record[] {
  const runs = join(home.path, 'runs');
  return (existsSync(runs) ? readdirSync(runs) : [])
    .map((id) => join(runs, id, 'run.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Record)
    .filter((record) => record.name === name);
}

it(
  'a run whose harnesses cannot start ends with the reason; others go on; mended, it resumes',
  SLOW,
  async () => {
    const waiting = { timeout: 400_000, interval: 100 };
    const stages = [{ sampler: 'random', samples: 30 }];
    const daemon = startLeantune(home.path, 'serve', '--port', '0');
    await daemon.said(/http:/);
    drop('broken', {
      parameters: lengths,
      stages,
      executor: { kind: 'process', command: ['false'] },
    });
    drop('sound', { parameters: lengths, stages, seed: 4 });
    await vi.waitUntil(() => recordsOf('broken')[0]?.state === 'failed', waiting);
    expect(recordsOf('broken')[0]?.reason).toMatch(
      /5 starts in a row failed, .* ended with code 1/,
    );
    await vi.waitUntil(() => recordsOf('sound')[0]?.state === 'complete', waiting);

    drop('broken', { parameters: lengths, stages, executor: { kind: 'process' } });
    await vi.waitUntil(() => recordsOf('broken')[0]?.state === 'complete', waiting);
    expect(recordsOf('broken').length).toBe(1);
    daemon.child.kill('SIGINT');
    await daemon.ended;
  },
);

it(
  'sets that end every harness are recorded as failed, last of all, and not tried on resume',
  SLOW,
  async () => {
    const file = drop('poison', {
      parameters: [
        { name: 'shares', type: 'int', min: 1, max: 4 },
        { name: 'fault', type: 'categorical', values: ['none', 'crash'] },
      ],
      fitness: { name: 'net_profit', min_trades: 1 },
      executor: { kind: 'process', command: misbehaving },
      stages: [{ sampler: 'grid' }],
    });
    const { code, stderr } = await leantune(home.path, 'optimize', file, '--json');
    expect(`${stderr}${code}`).toMatch(/0$/);
    const [record] = recordsOf('poison');
    const lines = evaluationsOf(home.path, String(record?.id)) as {
      params: { fault: string };
      status: string;
      fitness: unknown;
    }[];
    expect(lines.length).toBe(8);
    for (const { params, status, fitness } of lines) {
      if (params.fault === 'none') expect(status).not.toBe('failed');
      else expect({ status, fitness }).toEqual({ status: 'failed', fitness: '-Infinity' });
    }
    await leantune(home.path, 'resume', String(record?.id));
    expect(evaluationsOf(home.path, String(record?.id))).toEqual(lines);
  },
);
