import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDaemon } from '../../runner/daemon/daemon.ts';
import type { Job } from '../../runner/domain/job.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { openCatalog } from '../../runner/run/catalog.ts';
import { openRunStore } from '../../runner/run/run-store.ts';
import { createApp } from '../../runner/server/app.ts';
import { serveApp } from '../../runner/server/serve.ts';
import { aJob, aStage } from '../fixtures/a-job.ts';
import { createFakeExecutor } from '../fixtures/fake-executor.ts';
import { createTestRunner } from '../fixtures/test-runner.ts';
import { fakeReader } from '../runner/daemon/fake-runner.ts';
import { canBrowse, giveToken, scriptBytes, serveEachTest } from './product-site.ts';
import { axeViolations, overflow } from './watched-page.ts';

const can = canBrowse('Studies page');

const TOKEN = 'a-token-that-is-long-enough-to-be-one';
const NOTE = '# Found\n\n**bold** <img src=x onerror=alert(1)> [here](javascript:alert(2))';
const NAME = 'a/b & "c"';

const backtest = ({ fast, slow }: ParameterSet) => ({
  net_pnl: -((Number(fast) - 9) ** 2) - (Number(slow) - 30) ** 2,
  trade_count: 12,
});

/** A server whose runs the product itself makes, with a backtest that is a formula. */
async function serveStudies(siteFolder: string) {
  const root = await mkdtemp(join(tmpdir(), 'leantune-studies-'));
  const store = openRunStore(join(root, 'runs'));
  const runner = createTestRunner({
    store,
    createExecutor: ({ slots }) => createFakeExecutor({ slots, backtest }),
  });
  const run = async (change: Partial<Job>): Promise<string> => {
    const submission = await runner.submit(aJob(change), { file: 'a.json', text: '{}' });
    if (!('execution' in submission)) throw new Error(submission.message);
    return (await submission.execution.start(() => {})).id;
  };
  const stages = [aStage('climbing', { samples: 40, batch: 5 })];
  const runs = [
    await run({ study: NAME, stages }),
    await run({ study: NAME, stages, seed: 7, symbols: ['SPY', 'QQQ'] }),
  ];
  await run({ study: 'other', stages, resume: 'unfinished' });
  const catalog = await openCatalog(store.root);
  await catalog.studies.annotate(NAME, { note: NOTE, tags: ['<b>x</b>'] });
  const daemon = createDaemon({
    configFolder: join(root, 'config'),
    reader: fakeReader,
    runner,
    store,
    log: () => {},
  });
  await daemon.start();
  const app = createApp({ store, daemon, catalog, token: TOKEN, siteFolder, version: '1' });
  const served = await serveApp(app, { host: '127.0.0.1', port: 0 });
  return {
    url: served.url.replace(/\/$/, ''),
    runs,
    run,
    async close() {
      await served.close();
      await daemon.stop();
      await runner[Symbol.asyncDispose]();
      await rm(root, { recursive: true, maxRetries: 5 });
    },
  };
}

const STUDY = `/study/?${new URLSearchParams({ name: NAME })}`;

describe.skipIf(!can)('the pages of studies in Chromium', () => {
  const served = serveEachTest(serveStudies);

  test('the list leads to a study, whose text stays text', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/studies/');
    await page.getByRole('link', { name: NAME }).click();
    await page.getByRole('heading', { name: NAME }).waitFor();
    await page.getByRole('heading', { name: 'Found' }).waitFor();
    const note = page.locator('study-note .text');
    await expect.poll(() => note.locator('strong').textContent()).toBe('bold');
    await expect.poll(() => note.textContent()).toContain('<img src=x onerror=alert(1)>');
    await expect.poll(() => note.locator('img, a').count()).toBe(0);
    await expect.poll(() => page.locator('.tags b').count()).toBe(0);
    const chart = page.locator('chart-panel .chart');
    await expect
      .poll(() => chart.getAttribute('aria-label'))
      .toContain('over 2 runs of 80 evaluations');
    const rows = page.locator('study-runs tbody tr');
    await expect.poll(() => rows.nth(0).textContent()).toContain('1–40');
    await expect.poll(() => rows.nth(1).textContent()).toContain('41–80');
    await page.getByLabel('Symbol').selectOption('QQQ');
    await expect.poll(() => rows.nth(1).textContent()).toContain('1–40');
    await expect.poll(() => page.url()).toContain('symbol=QQQ');
    expect(complaints).toEqual([]);
  });

  test('is renamed, noted and archived with the token', async () => {
    const { page, complaints } = await served.open({
      expected: /401/,
    });
    await page.goto(STUDY);
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name of the study').fill('Mine');
    await page.getByLabel('Name of the study').press('Enter');
    await page.getByLabel('Token', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByText('That is not the token of this server.').waitFor();
    await giveToken(page, TOKEN);
    await page.getByRole('heading', { name: 'Mine' }).waitFor();
    await page.getByRole('button', { name: 'Edit note and tags' }).click();
    await page.getByLabel('Note, in Markdown').fill('a *new* note');
    await page.getByLabel('Tags, with commas between').fill('one, two,one');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.locator('study-note em', { hasText: 'new' }).waitFor();
    await page.locator('.study-tags', { hasText: 'onetwo' }).waitFor();
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Take out of the archive' }).waitFor();
    await page.goto('/studies/');
    await page.getByRole('link', { name: 'other' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Mine' }).count()).toBe(0);
    await page.getByLabel('Archived, too').check();
    await page.getByRole('link', { name: 'Mine' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('is deleted, and comes back by undo and from the trash', async () => {
    // News of the undo may make the page ask just when the study is deleted again.
    const { page, complaints } = await served.open({ expected: /status of 404/ });
    await page.goto(STUDY);
    await page.getByRole('button', { name: 'Delete' }).click();
    await giveToken(page, TOKEN);
    await page.getByText('is in the trash with its runs').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: NAME }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('is in the trash with its runs').waitFor();
    await page.goto('/studies/');
    await page.getByText('1 deleted study').click();
    await page.getByRole('button', { name: `Restore ${NAME}` }).click();
    await page.getByRole('link', { name: NAME }).waitFor();
    await expect.poll(() => page.locator('.trash').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('a study that is not there says so', async () => {
    const { page } = await served.open();
    await page.goto('/study/?name=nope');
    await page.getByText('Cannot find study "nope"').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto('/study/');
    await page.getByText('The address names no study.').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    for (const width of [390, 1440, 2560]) {
      const viewport = { width, height: 900 };
      const options = { colorScheme: scheme, viewport };
      const { page, complaints } = await served.open(options);
      for (const path of ['/studies/', STUDY]) {
        await page.goto(path);
        await page.locator('[aria-busy=false]').first().waitFor();
        expect(await axeViolations(page), `${path} at ${width}`).toEqual([]);
        await expect
          .poll(() => overflow(page), { message: `${path} at ${width}` })
          .toBeLessThanOrEqual(0);
      }
      await page.getByRole('button', { name: 'Edit note and tags' }).click();
      await page.getByRole('button', { name: 'Rename' }).click();
      expect(await axeViolations(page), `editing at ${width}`).toEqual([]);
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
    }
  });

  test('the script of the page is at most 150 KB compressed', async () => {
    const { page } = await served.open();
    await page.goto(STUDY);
    await page.locator('study-note strong').waitFor();
    expect(await scriptBytes(page, served.site.folder)).toBeLessThan(150 * 1024);
    await expect.poll(() => readdir(served.site.folder)).toContain('studies');
  });
});
