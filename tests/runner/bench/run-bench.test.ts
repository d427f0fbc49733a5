import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BenchPlan, BenchRequest } from '../../../runner/bench/bench-plan.ts';
import { readBenchRecord, type SearchRecord } from '../../../runner/bench/bench-record.ts';
import { type BenchServices, runBench } from '../../../runner/bench/run-bench.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const refuse = (): never => {
  throw new Error('not part of this test');
};

let home: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  home = temporaryFolder();
  file = join(home.path, 'runs', 'bench.jsonl');
});
afterEach(() => home[Symbol.dispose]());

const request: BenchRequest = {
  samplers: ['random', 'de'],
  problems: ['sphere_shifted_d5', 'mixed'],
  seeds: 2,
  lengths: [20, 40],
  batch: 1,
  settings: 'default',
  longest: {},
};

interface Change {
  readonly request?: Partial<BenchRequest>;
  readonly slots?: number;
  readonly to?: string;
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly made?: (count: number) => void;
}

async function bench(change: Change = {}) {
  const { slots = 1, to = file, fresh = false, signal = new AbortController().signal } = change;
  const begun: { plan: BenchPlan; aside: string | null }[] = [];
  const services: BenchServices = {
    version: '0.1.0',
    projectRoot: resolve(import.meta.dirname, '../../..'),
    cacheFolder: join(home.path, 'landscapes'),
    createExecutor: refuse,
    scorerOf: refuse,
  };
  const record = await runBench(services, {
    request: { ...request, ...change.request },
    jobs: [],
    file: to,
    fresh,
    slots,
    signal,
    progress: {
      begin: (plan, aside) => void begun.push({ plan, aside }),
      mapping: refuse,
      made: (_task, count, remaining) => {
        expect(remaining().seconds).toBeGreaterThanOrEqual(0);
        change.made?.(count);
      },
    },
  });
  const [{ plan, aside }] = begun as [{ plan: BenchPlan; aside: string | null }];
  return { record, missing: plan.missing.length, known: plan.known, aside };
}

/** What a search found, without what depends on the machine. */
const findings = (searches: readonly SearchRecord[]) =>
  searches
    .map(({ ms: _ms, microseconds: _own, ...found }) => JSON.stringify(found))
    .toSorted((a, b) => a.localeCompare(b));

describe('runBench()', () => {
  it('makes every search once, and the same ones with any number of slots', async () => {
    const alone = await bench();
    expect(alone.missing).toBe(16);
    expect(alone.record.searches).toHaveLength(16);
    expect([...alone.record.problems.keys()].toSorted()).toEqual(request.problems.toSorted());
    const both = await bench({ slots: 2, to: join(home.path, 'other.jsonl') });
    expect(findings(both.record.searches)).toEqual(findings(alone.record.searches));
  });

  it('makes only what is missing when it is asked again for more', async () => {
    await bench();
    const more = await bench({ request: { seeds: 3 } });
    expect([more.missing, more.known]).toEqual([8, 16]);
    expect(more.record.searches).toHaveLength(24);
    const again = await bench({ request: { seeds: 3 } });
    expect([again.missing, again.known]).toEqual([0, 24]);
  });

  it('keeps what was made when it is stopped, and goes on from there', async () => {
    const controller = new AbortController();
    const stopped = await bench({
      signal: controller.signal,
      made: (count) => {
        if (count === 5) controller.abort(new Error('stop'));
      },
    });
    expect(stopped.record.searches).toHaveLength(5);
    // A line that a crash cut is no search.
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"kind":"sea`);
    const rest = await bench();
    expect([rest.missing, rest.known]).toEqual([11, 5]);
    const whole = await bench({ to: join(home.path, 'other.jsonl') });
    expect(findings(rest.record.searches)).toEqual(findings(whole.record.searches));
  });

  it('sets figures of other samplers aside', async () => {
    await bench();
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"sources":"\w+"/, '"sources":"older"'));
    const { missing, aside, record } = await bench();
    expect(missing).toBe(16);
    expect(record.searches).toHaveLength(16);
    const old = await readBenchRecord(aside!);
    expect(old?.origin.sources).toBe('older');
    expect(old?.searches).toHaveLength(16);
  });

  it('says what a sampler cannot search, and searches the rest', async () => {
    const { record } = await bench({ request: { samplers: ['grid', 'random'], lengths: [20] } });
    expect(record.searches.every(({ sampler }) => sampler === 'random')).toBe(true);
    expect(record.searches).toHaveLength(4);
    expect(record.refused).toHaveLength(4);
    expect(record.refused[0]?.reason).toMatch(/grid|step|finite|continuous/i);
  });

  it('fails where a problem has no name that it knows', async () => {
    await expect(bench({ request: { problems: ['nothing'] } })).rejects.toThrow('"nothing"');
  });
});
