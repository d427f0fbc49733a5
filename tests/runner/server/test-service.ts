import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDaemon } from '../../../runner/daemon/daemon.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { createScorer } from '../../../runner/pipeline/score.ts';
import { openCatalog } from '../../../runner/run/catalog.ts';
import { encodeEvaluation } from '../../../runner/run/evaluation-line.ts';
import type { BacktestKit } from '../../../runner/run/repeat-evaluation.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import type { MatrixKit } from '../../../runner/run/symbol-matrix.ts';
import { createApp } from '../../../runner/server/app.ts';
import { serveApp } from '../../../runner/server/serve.ts';
import { testFitnesses } from '../../fixtures/test-fitness.ts';
import {
  createFakeRunner,
  type FakeJob,
  fakeReader,
  jobOf,
  newRecord,
} from '../daemon/fake-runner.ts';

/** Fitness is net profit. */
const scoreOfNetProfit = createScorer({ name: 'net_profit', options: {} }, [], {
  fitnesses: testFitnesses,
});

export const TOKEN = 'a-token-that-is-long-enough-to-be-one';

export type TestService = Awaited<ReturnType<typeof openTestService>>;

/** A daemon and its server on a folder of their own, with runs that a formula makes. */
export async function openTestService({
  hosts = [] as string[],
  /** Built pages, in place of made-up ones. */
  site = undefined as string | undefined,
  backtests = undefined as (BacktestKit & Partial<MatrixKit>) | undefined,
  closing = undefined as AbortSignal | undefined,
} = {}) {
  const root = await mkdtemp(join(tmpdir(), 'leantune-server-'));
  const siteFolder = join(root, 'dist');
  await mkdir(join(siteFolder, 'assets'), { recursive: true });
  await mkdir(join(siteFolder, 'run'));
  await writeFile(
    join(siteFolder, 'index.html'),
    `<!doctype html><h1>runs</h1>${' '.repeat(2000)}`,
  );
  await writeFile(join(siteFolder, 'run', 'index.html'), '<!doctype html><h1>run</h1>');
  await writeFile(join(siteFolder, '404.html'), '<!doctype html><h1>nothing here</h1>');
  await writeFile(join(siteFolder, 'assets', 'page.Dk3_a.js'), 'export {};');
  await writeFile(join(root, 'secret.txt'), 'a secret beside the site');

  const store = openRunStore(join(root, 'runs'));
  const catalog = await openCatalog(join(root, 'runs'));
  const daemon = createDaemon({
    configFolder: join(root, 'config'),
    reader: fakeReader,
    runner: createFakeRunner(store),
    store,
    log: () => {},
  });
  await daemon.start();
  const errors: Error[] = [];
  const app = createApp({
    store,
    daemon,
    catalog,
    token: TOKEN,
    siteFolder: site ?? siteFolder,
    version: '0.1.0',
    hosts,
    backtests: backtests && { scorerOf: () => scoreOfNetProfit, ...backtests },
    closing,
    onError: (error) => errors.push(error),
  });
  const served = await serveApp(app, { host: '127.0.0.1', port: 0 });

  return {
    root,
    store,
    catalog,
    daemon,
    app,
    errors,
    url: served.url,
    port: Number(new URL(served.url).port),
    served,
    /** The JSON that a GET is answered with. */
    async get(path: string) {
      const response = await app.request(path);
      return { status: response.status, body: JSON.parse(await response.text()) };
    },
    /** Makes a finished run with these evaluations. */
    async addRun(
      evaluations: readonly Evaluation[],
      change: (record: RunRecord) => Partial<RunRecord> = () => ({}),
      job: FakeJob = {},
    ): Promise<RunRecord> {
      const resolved = jobOf(job);
      const text = JSON.stringify(job);
      const record = await store.create(newRecord(resolved), resolved, { file: 'a.json', text });
      const folder = join(store.folder(record.id), 'SPY');
      await mkdir(join(folder, 'backtests'), { recursive: true });
      await writeFile(
        join(folder, 'evaluations.jsonl'),
        evaluations.map(encodeEvaluation).join(''),
      );
      const changed = { ...record, state: 'complete' as const, ...change(record) };
      await writeFile(join(store.folder(record.id), 'run.json'), JSON.stringify(changed));
      return changed;
    },
    async [Symbol.asyncDispose]() {
      await served.close();
      await daemon.stop();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export const authorized = { authorization: `Bearer ${TOKEN}` };

export function post(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { ...authorized, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
