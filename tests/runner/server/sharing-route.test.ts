import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import type { SharingView } from '../../../runner/server/universe-views.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { jobOf } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

const HOLDOUT = { start: '2003-01-01', end: '2004-01-01' };
const tickers = ['SPY', 'QQQ'];

interface Side {
  readonly best: Evaluation;
  readonly holdout: Evaluation | null;
}

async function aRun(
  service: TestService,
  change: Partial<Job>,
  sides: Readonly<Record<string, Side>>,
): Promise<string> {
  const searches = ({ symbols: [search] }: RunRecord): Partial<RunRecord> => {
    if (search === undefined) throw new Error('a record has a symbol');
    const symbols = Object.entries(sides).map(([symbol, side]) => {
      return { ...search, symbol, folder: symbol, ...side };
    });
    return { symbols, tickers };
  };
  const { id } = await service.addRun([], searches);
  const job = { ...jobOf({}), symbols: tickers, ...change };
  await writeFile(join(service.store.folder(id), 'job.resolved.json'), JSON.stringify(job));
  return id;
}

const own = (fitness: number, outside: number): Side => ({
  best: anEvaluation({ fitness }),
  holdout: anEvaluation({ fitness: outside, is_oos: true }),
});

const shared = (spy: number, qqq: number): Evaluation =>
  anEvaluation({ metrics: { 'fitness SPY': spy, 'fitness QQQ': qqq } });

async function sharing(service: TestService, run: string) {
  const answer = await service.app.request(`/api/runs/${run}/sharing`);
  return ((await answer.json()) as SharingView).sharing;
}

test('GET /sharing sets own sets against the shared one, from either side', async () => {
  await using service = await openTestService();
  const sides = { SPY: own(1, 0.5), QQQ: own(2, -1) };
  const each = await aRun(service, { holdout: HOLDOUT }, sides);
  expect(await sharing(service, each)).toBeNull();
  const one = { best: shared(0.75, Number.NEGATIVE_INFINITY), holdout: shared(0.6, 0.25) };
  const mode = { mode: 'shared', holdout: HOLDOUT } as const;
  const all = await aRun(service, mode, { shared: one });
  const found = await sharing(service, each);
  expect(found).toMatchObject({
    own: { run: each },
    shared: { run: all, judged: 'median' },
    holdout: true,
  });
  expect(found?.rows).toEqual([
    { symbol: 'SPY', own: 1, shared: 0.75, own_holdout: 0.5, shared_holdout: 0.6 },
    { symbol: 'QQQ', own: 2, shared: null, own_holdout: -1, shared_holdout: 0.25 },
  ]);
  expect(await sharing(service, all)).toEqual(found);
});

test('GET /sharing passes over runs that are measured otherwise', async () => {
  await using service = await openTestService();
  const each = await aRun(service, {}, { SPY: own(1, 1), QQQ: own(2, 1) });
  const one = { shared: { best: shared(1, 1), holdout: null } };
  await aRun(service, { mode: 'shared', fitness: { name: 'calmar', options: {} } }, one);
  expect(await sharing(service, each)).toBeNull();
  const older = await aRun(service, { mode: 'shared', holdout: HOLDOUT }, one);
  const found = await sharing(service, each);
  expect(found).toMatchObject({ shared: { run: older }, holdout: false });
  expect(found?.rows[0]).toMatchObject({ own_holdout: null, shared_holdout: null });
});
