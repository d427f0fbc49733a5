import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TopView } from '../../runner/server/views.ts';
import { MARKUP, SERVED_TOKEN, serveRuns } from '../fixtures/served-run.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { axeViolations, overflow, watchedPage } from './watched-page.ts';

const executable = findChromium();
const wanted = executable !== null || process.env['CI'] === 'true';
if (!wanted) console.warn('Evaluation page skipped: wanted Chromium, found none (set CHROMIUM)');

async function giveToken(page: Page): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(SERVED_TOKEN);
  await page.getByRole('button', { name: 'Use token' }).click();
}

describe.skipIf(!wanted)('the page of an evaluation in Chromium', { timeout: 120_000 }, () => {
  let site: string;
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serveRuns>>;
  /** Ids of the valid sets, best first. */
  let ranked: readonly number[];

  const address = (id: number | string, run = server.own, symbol = 'SPX') =>
    `/evaluation/?${new URLSearchParams({ run, symbol, id: String(id) })}`;
  const panel = (page: Page, kind: string) => page.locator(`chart-panel[kind=${kind}] .chart`);

  beforeAll(async () => {
    if (executable === null) throw new Error('Cannot test the site: wanted Chromium, found none');
    site = await mkdtemp(join(tmpdir(), 'leantune-site-'));
    const astro = join('node_modules', 'astro', 'bin', 'astro.mjs');
    await promisify(execFile)(process.execPath, [astro, 'build', '--outDir', site]);
    browser = await launchChromium(executable);
    server = await serveRuns(site);
    const response = await fetch(`${server.url}/api/runs/${server.own}/symbols/SPX/top?n=20`);
    ranked = ((await response.json()) as TopView).rows.map(({ id }) => id);
  }, 180_000);

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (site) await rm(site, { recursive: true });
  });

  test('is reached from the table of the best, shows its result, and text stays text', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    const [best = 0] = ranked;
    await page.goto(`/run/?id=${server.own}`);
    await page
      .locator('top-table')
      .getByRole('link', { name: `#${best}`, exact: true })
      .click();
    await page.getByRole('heading', { name: `Evaluation #${best}` }).waitFor();
    expect(await panel(page, 'evaluation-equity').getAttribute('aria-label')).toMatch(
      /^Equity: 100,000\.00 on 2001-01-02.* Benchmark: 100,000\.00 on/,
    );
    expect(await panel(page, 'evaluation-drawdown').getAttribute('aria-label')).toContain(
      'deepest',
    );
    await page.getByRole('heading', { name: 'Trades on the price' }).waitFor();
    expect(await panel(page, 'trade-marks').getAttribute('aria-label')).toContain('over the price');
    expect(await page.locator('chart-panel canvas').count()).toBe(3);
    const years = page.locator('monthly-returns tbody th');
    expect(await years.allTextContents()).toEqual(['2001', '2002', '2003']);
    expect(await page.locator('monthly-returns tbody tr').first().locator('td').count()).toBe(13);
    await page.locator('evaluation-proof', { hasText: 'verified in a fresh process' }).waitFor();
    expect(await page.getByRole('link', { name: `Run ${MARKUP}` }).count()).toBe(1);
    expect(await page.locator('evaluation-parameters tbody tr').count()).toBe(3);
    expect(await page.locator('main img').count()).toBe(0);
    const command = page.locator('evaluation-command code').first();
    expect(await command.textContent()).toBe(`npx leantune backtest ${server.own}#${best}`);
    const statistics = page.locator('evaluation-statistics section');
    expect(await statistics.last().locator('h3').textContent()).toBe('LEAN’s statistics');
    await page.locator('orders-table summary').click();
    expect(await page.locator('orders-table tbody tr').count()).toBeGreaterThan(1);
    expect(complaints).toEqual([]);
  });

  test('sorts trades, and the URL holds order and axis', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(address(ranked[0] ?? 0));
    const profits = page.locator('trades-table tbody td[data-sign]');
    await profits.first().waitFor();
    await page.getByRole('button', { name: 'P&L' }).click();
    const numbers = (texts: readonly string[]) =>
      texts.map((text) => Number(text.replaceAll(',', '').replace('−', '-')));
    const falling = numbers(await profits.allTextContents());
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    expect(falling.length).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'P&L' }).press('Enter');
    const rising = numbers(await profits.allTextContents());
    expect(rising).toEqual(falling.toReversed());
    await page.getByRole('button', { name: 'Log axis' }).click();
    expect(page.url()).toMatch(/&log=1&sort=profit$/);
    await page.reload();
    await profits.first().waitFor();
    expect(numbers(await profits.allTextContents())).toEqual(rising);
    const log = page.getByRole('button', { name: 'Log axis' });
    expect(await log.getAttribute('aria-pressed')).toBe('true');
    expect(complaints).toEqual([]);
  });

  test('backtests again with the token, and keeps the full result', async () => {
    const { page, complaints } = await watchedPage(browser, server.url, { expected: /401/ });
    const id = ranked[2] ?? 0;
    await page.goto(address(id));
    await page.getByText('No full result of this evaluation is kept').waitFor();
    expect(await page.locator('trades-table').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Backtest again' }).click();
    await page.getByLabel('Token', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByText('That is not the token of this server.').waitFor();
    await giveToken(page);
    await page.getByText('every metric is the same as in the run. What is shown').waitFor();
    expect(await page.locator('chart-panel canvas').count()).toBe(3);
    await page.reload();
    await page.getByText('No full result of this evaluation is kept').waitFor();
    await page.getByRole('button', { name: 'Keep full result' }).click();
    await page.getByText(`Kept as SPX/backtests/${id}.json`).waitFor();
    await page.reload();
    await panel(page, 'evaluation-equity').locator('canvas').waitFor();
    await page.getByText(`full result: SPX/backtests/${id}.json`).waitFor();
    await page.getByRole('button', { name: 'Keep it anew' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('shows every metric that came out otherwise', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    const id = await server.falsify();
    await page.goto(address(id));
    await page.getByRole('button', { name: 'Backtest again' }).click();
    await giveToken(page);
    await page.getByText('1 metric differs from the run’s.').waitFor();
    const row = page.locator('evaluation-proof tbody tr');
    expect(await row.locator('th').allTextContents()).toEqual(['Net profit']);
    expect(await row.locator('td').first().textContent()).toBe('4,321.00%');
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a shared set is shown on each of its symbols', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(`/run/?id=${server.shared}`);
    await page.locator('top-table tbody a').first().click();
    const select = page.getByLabel('Result on');
    await select.waitFor();
    const equity = panel(page, 'evaluation-equity');
    const before = await equity.getAttribute('aria-label');
    await select.selectOption('AAPL');
    await page.waitForFunction(
      ([old]) =>
        document.querySelector('[kind=evaluation-equity] .chart')?.getAttribute('aria-label') !==
        old,
      [before],
    );
    expect(page.url()).toContain('of=AAPL');
    expect(await page.locator('evaluation-command code').first().textContent()).toContain(
      '--symbol AAPL',
    );
    expect(complaints).toEqual([]);
  });

  test('says what is not there', async () => {
    const { page } = await watchedPage(browser, server.url);
    await page.goto(address(9_999));
    await page.getByText(`Run ${server.own} has no evaluation #9999 of SPX`).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto('/evaluation/?run=a');
    await page.getByText('The address names no evaluation').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    for (const width of [390, 1440, 2560]) {
      const viewport = { width, height: 900 };
      const options = { colorScheme: scheme, viewport };
      const { page, complaints } = await watchedPage(browser, server.url, options);
      for (const id of [ranked[0] ?? 0, ranked.at(-2) ?? 0]) {
        await page.goto(address(id));
        await page.locator('evaluation-page[aria-busy=false]').waitFor();
        await page.locator('orders-table summary, .no-result').locator('visible=true').click();
        expect(await axeViolations(page), `#${id} at ${width}`).toEqual([]);
        expect(await overflow(page), `#${id} at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
    }
  });

  test('the script of the page is at most 150 KB compressed', async () => {
    const { page } = await watchedPage(browser, server.url);
    await page.goto(address(ranked[0] ?? 0));
    await page.locator('evaluation-page[aria-busy=false]').waitFor();
    const names = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    const scripts = names
      .filter((name) => name.endsWith('.js'))
      .map((name) => new URL(name).pathname);
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await readFile(join(site, path))).length),
    );
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150 * 1024);
  });
});
