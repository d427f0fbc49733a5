import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune } from './leantune-process.ts';

const SLOW = { timeout: 900_000 };
const home = temporaryFolder();
const job = {
  name: 'spx',
  strategy: 'sma-cross',
  symbol: 'SPX',
  data: 'sample',
  start: '2000-01-03',
  end: '2015-12-31',
  parameters: [
    { name: 'fast', type: 'int', min: 2, max: 60 },
    { name: 'slow', type: 'int', min: 20, max: 300, step: 2 },
  ],
  rules: ['fast < slow'],
  fitness: { name: 'calmar', min_trades: 10 },
  stages: [{ sampler: 'lhs', samples: 60 }],
};
const live = join(home.path, 'live', 'spx.yaml');
const run = (...args: string[]) => leantune(home.path, ...args);

async function done(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

function optimize(change: object): Promise<string> {
  const file = join(home.path, 'spx.json');
  writeFileSync(file, JSON.stringify({ ...job, ...change }));
  return done('optimize', file);
}

beforeAll(async () => {
  await leantune(home.path, 'setup');
  mkdirSync(join(home.path, 'live'));
});
afterAll(() => home[Symbol.dispose]());

describe('from a search to what is live', () => {
  it('compares, verifies, stages, reviews, promotes and rolls back', SLOW, async () => {
    const found = await optimize({});
    expect(found).toMatch(/gain +best [\d.]+ vs defaults 1\.653 \(\+[\d.]+\)/);
    expect(found).toMatch(/verified +in a fresh process: equal/);
    expect(await done('verify', 'latest')).toContain('in a fresh process: equal');

    expect(await done('stage', 'latest')).toMatch(/ok +repeat/);
    expect(await done('review', '--to', live)).toMatch(/fast +– +→ +\d+/);
    const promoted = await done('promote', '--to', live, '--why', 'better than the defaults');
    expect(promoted).toMatch(/is live: promotion 1, .* why: better than the defaults/);
    const first = parse(readFileSync(live, 'utf8')) as { hyperparameters: object };
    expect(Object.keys(first.hyperparameters)).toEqual(['fast', 'slow']);

    // The next search has to beat what is live.
    const next = await optimize({ seed: 7, baseline: 'live/spx.yaml' });
    const { fast, slow } = first.hyperparameters as { fast: number; slow: number };
    expect(next).toMatch(/best [\d.]+ vs spx\.yaml [\d.]+/);
    const shown = JSON.parse(await done('show', 'latest', '--json'));
    expect(shown.record.symbols[0].baseline.evaluation.params).toEqual({ fast, slow });
    expect(shown.summary.symbols[0].verified).toMatchObject([{ kind: 'repeat', equal: true }]);

    const candidates = readdirSync(join(home.path, 'staging')).length;
    const again = await run('optimize', join(home.path, 'spx.json'), '--stage');
    expect(again.stderr).toMatch(/Candidate \d+_\d+.*, SPX: .*staging/);
    expect(readdirSync(join(home.path, 'staging'))).toHaveLength(candidates + 1);
    const review = JSON.parse(await done('review', '--to', live, '--json'));
    expect(review.live.n).toBe(1);
    expect(review.parameters[0]).toMatchObject({ name: 'fast', before: fast });
    await done('promote', '--to', live);
    const status = JSON.parse(await done('status', '--file', live, '--json'));
    expect(status).toMatchObject({
      state: 'live',
      promotion: { n: 2 },
      constraints: { hold: true },
    });

    expect(await done('rollback', '--to', live)).toContain('as of promotion 1');
    expect(parse(readFileSync(live, 'utf8'))).toEqual(first);
    const nothing = await run('rollback', '--to', live);
    expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining('earlier content') });
    const audit = readFileSync(join(home.path, 'runs', 'audit.jsonl'), 'utf8');
    expect(audit.match(/"action":"\w+"/g)).toEqual(
      ['run', 'verify', 'stage', 'promote', 'run', 'run', 'stage', 'promote', 'rollback'].map(
        (action) => `"action":"${action}"`,
      ),
    );
  });

  it('refuses a set at an edge, and one that nobody has repeated', SLOW, async () => {
    const [fast] = job.parameters;
    const parameters = [{ ...fast, min: 59 }, job.parameters[1]];
    await optimize({ name: 'edge', parameters, verify: false, stages: [{ sampler: 'grid' }] });
    await done('stage', 'latest');
    const target = join(home.path, 'live', 'edge.yaml');
    const refused = await run('promote', '--to', target);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/edges: .* is the (lower|upper) edge/);
    expect(refused.stderr).toMatch(/repeat: .*leantune verify/);
    expect(existsSync(target)).toBe(false);
    expect(await done('promote', '--to', target, '--force', '--why', 'a narrow range')).toMatch(
      /overruled: edges, repeat/,
    );
  });
});
