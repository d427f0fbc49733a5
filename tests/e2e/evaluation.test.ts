import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TopView } from '../../runner/server/views.ts';
import { MARKUP, SERVED_TOKEN, serveRuns } from '../fixtures/served-run.ts';
import { canBrowse, giveToken, scriptBytes, serveAllTests } from './product-site.ts';
import { axeViolations, overflow } from './watched-page.ts';

const can = canBrowse('Evaluation page');

describe.skipIf(!can)('the page of an evaluation in Chromium', () => {
  const served = serveAllTests(serveRuns);
  /** Ids of the valid sets, best first. */
  let ranked: readonly number[];

  const address = (id: number | string, run = served.product.own, symbol = 'SPX') =>
    `/evaluation/?${new URLSearchParams({ run, symbol, id: String(id) })}`;
  const panel = (page: Page, kind: string) => page.locator(`chart-panel[kind=${kind}] .chart`);

  beforeAll(async () => {
    const response = await fetch(
      `${served.product.url}/api/runs/${served.product.own}/symbols/SPX/top?n=20`,
    );
    ranked = ((await response.json()) as TopView).rows.map(({ id }) => id);
  });

  test('is reached from the table of the best, shows its result, and text stays text', async () => {
    const { page, complaints } = await served.open();
    const [best = 0] = ranked;
    await page.goto(`/run/?id=${served.product.own}`);
    await page
      .locator('top-table')
      .getByRole('link', { name: `#${best}`, exact: true })
      .click();
    await page.getByRole('heading', { name: `Evaluation #${best}` }).waitFor();
    await expect
      .poll(() => panel(page, 'evaluation-equity').getAttribute('aria-label'))
      .toMatch(/^Equity: \$100,000\.00 on 2001-01-02.* Benchmark: \$100,000\.00 on/);
    await expect
      .poll(() => panel(page, 'evaluation-drawdown').getAttribute('aria-label'))
      .toContain('deepest');
    await page.getByRole('heading', { name: 'Trades on the price' }).waitFor();
    await expect
      .poll(() => panel(page, 'trade-marks').getAttribute('aria-label'))
      .toContain('over the price');
    await expect.poll(() => page.locator('chart-panel canvas').count()).toBe(3);
    const years = page.locator('monthly-returns tbody th');
    await expect.poll(() => years.allTextContents()).toEqual(['2001', '2002', '2003']);
    await expect
      .poll(() => page.locator('monthly-returns tbody tr').first().locator('td').count())
      .toBe(13);
    await page.locator('evaluation-proof', { hasText: 'verified in a fresh process' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: `Run ${MARKUP}` }).count()).toBe(1);
    await expect.poll(() => page.locator('evaluation-parameters tbody tr').count()).toBe(3);
    await expect.poll(() => page.locator('main img').count()).toBe(0);
    const command = page.locator('evaluation-command code').first();
    await expect
      .poll(() => command.textContent())
      .toBe(`npx leantune backtest ${served.product.own}#${best}`);
    const statistics = page.locator('evaluation-statistics section');
    await expect
      .poll(() => statistics.last().locator('h3').textContent())
      .toBe('LEAN’s statistics');
    await page.locator('orders-table summary').click();
    await expect.poll(() => page.locator('orders-table tbody tr').count()).toBeGreaterThan(1);
    expect(complaints).toEqual([]);
  });

  test('sorts trades, and the URL holds order and axis', async () => {
    const { page, complaints } = await served.open();
    await page.goto(address(ranked[0] ?? 0));
    const profits = page.locator('trades-table tbody td[data-sign]');
    await profits.first().waitFor();
    await page.getByRole('button', { name: 'P&L' }).click();
    const numbers = (texts: readonly string[]) =>
      texts.map((text) => Number(text.replaceAll(',', '').replace('−', '-')));
    const shown = async () => numbers(await profits.allTextContents());
    const isFalling = async () => {
      const found = await shown();
      return found.length > 1 && found.every((one, place) => one <= (found[place - 1] ?? one));
    };
    await expect.poll(isFalling).toBe(true);
    const rising = (await shown()).toReversed();
    await page.getByRole('button', { name: 'P&L' }).press('Enter');
    await expect.poll(shown).toEqual(rising);
    await page.getByRole('button', { name: 'Log axis' }).click();
    await expect.poll(() => page.url()).toMatch(/&log=1&sort=profit$/);
    await page.reload();
    await profits.first().waitFor();
    await expect.poll(shown).toEqual(rising);
    const log = page.getByRole('button', { name: 'Log axis' });
    await expect.poll(() => log.getAttribute('aria-pressed')).toBe('true');
    expect(complaints).toEqual([]);
  });

  test('backtests again with the token, and keeps the full result', async () => {
    const { page, complaints } = await served.open({ expected: /401/ });
    const id = ranked[2] ?? 0;
    await page.goto(address(id));
    await page.getByText('No full result of this evaluation is kept').waitFor();
    await expect.poll(() => page.locator('trades-table').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Backtest again' }).click();
    await page.getByLabel('Token', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByText('That is not the token of this server.').waitFor();
    await giveToken(page, SERVED_TOKEN);
    await page.getByText('every metric is the same as in the run. What is shown').waitFor();
    await expect.poll(() => page.locator('chart-panel canvas').count()).toBe(3);
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
    const { page, complaints } = await served.open();
    const id = await served.product.falsify();
    await page.goto(address(id));
    await page.getByRole('button', { name: 'Backtest again' }).click();
    await giveToken(page, SERVED_TOKEN);
    await page.getByText('1 metric differs from the run’s.').waitFor();
    const row = page.locator('evaluation-proof tbody tr');
    await expect.poll(() => row.locator('th').allTextContents()).toEqual(['Net profit']);
    await expect.poll(() => row.locator('td').first().textContent()).toBe('4,321.00%');
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a shared set is shown on each of its symbols', async () => {
    const { page, complaints } = await served.open();
    await page.goto(`/run/?id=${served.product.shared}`);
    const figures = page.locator('best-statistics');
    await figures.getByText('Median of 2 symbols').waitFor();
    await figures.getByText("LEAN's statistics on SPX").waitFor();
    await page.locator('top-table tbody a').first().click();
    const select = page.getByLabel('Result on');
    await select.waitFor();
    const equity = panel(page, 'evaluation-equity');
    await equity.locator('canvas').waitFor();
    const before = await equity.getAttribute('aria-label');
    await select.selectOption('AAPL');
    await expect.poll(() => equity.getAttribute('aria-label')).not.toBe(before);
    await expect.poll(() => page.url()).toContain('of=AAPL');
    await expect
      .poll(() => page.locator('evaluation-command code').first().textContent())
      .toContain('--symbol AAPL');
    expect(complaints).toEqual([]);
  });

  test('says what is not there', async () => {
    const { page } = await served.open();
    await page.goto(address(9_999));
    await page.getByText(`Run ${served.product.own} has no evaluation #9999 of SPX`).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto('/evaluation/?run=a');
    await page.getByText('The address names no evaluation').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    for (const width of [390, 1440, 2560]) {
      const viewport = { width, height: 900 };
      const options = { colorScheme: scheme, viewport };
      const { page, complaints } = await served.open(options);
      for (const id of [ranked[0] ?? 0, ranked.at(-2) ?? 0]) {
        await page.goto(address(id));
        await page.locator('evaluation-page[aria-busy=false]').waitFor();
        await page.locator('orders-table summary, .no-result').locator('visible=true').click();
        expect(await axeViolations(page), `#${id} at ${width}`).toEqual([]);
        await expect
          .poll(() => overflow(page), { message: `#${id} at ${width}` })
          .toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
    }
  });

  test('the script of the page is at most 150 KB compressed', async () => {
    const { page } = await served.open();
    await page.goto(address(ranked[0] ?? 0));
    await page.locator('evaluation-page[aria-busy=false]').waitFor();
    expect(await scriptBytes(page, served.site.folder)).toBeLessThan(150 * 1024);
  });
});
