import { describe, expect, test } from 'vitest';
import { serveFixture } from './fixture-api.ts';
import { canBrowse, serveAllTests } from './product-site.ts';

const can = canBrowse('Comparisons');

const SHARED = '/universe/?id=20261119_110000';
const MISSING = /status of 404/;

describe.skipIf(!can)('comparisons and universes in Chromium', () => {
  const served = serveAllTests(serveFixture);

  test('a comparison marks the better and what differs, and names what is missing', async () => {
    const { page, complaints } = await served.open({ expected: MISSING });
    await page.goto('/compare/?runs=20261120_181200,20261119_120000,nope');
    await page.locator('compare-page[aria-busy=false]').waitFor();
    await page.getByText('nope: Cannot show run "nope"').waitFor();
    await page.getByText('differ in symbol, so their figures').waitFor();
    const row = (name: string) =>
      page.locator('compare-table tr', { has: page.getByRole('rowheader', { name, exact: true }) });
    // GOOG's formula is 0.8 better than SPY's.
    await expect.poll(() => row('Fitness').first().locator('td[data-mark=better]').count()).toBe(1);
    await expect
      .poll(() => row('Seed').locator('td').allTextContents())
      .toEqual(['3', 'differs: 11']);
    await expect.poll(() => row('Rules').count()).toBe(0);
    await page.getByLabel('Only differences').uncheck();
    await expect
      .poll(() => row('Rules').locator('td').allTextContents())
      .toEqual(Array(2).fill('fast < slow'));
    await page.getByRole('combobox', { name: 'Symbol' }).selectOption('SPY');
    await page.locator('compare-legend tr', { hasText: 'five symbols' }).getByText('SPY').waitFor();
    await expect.poll(() => page.locator('.unlike').isHidden()).toBe(true);
    await page.getByRole('button', { name: 'Remove nope' }).click();
    await expect
      .poll(() => page.url())
      .toBe(`${served.product.url}/compare/?runs=20261120_181200,20261119_120000&symbol=SPY&all=1`);
    expect(complaints).toEqual([]);
  });

  test('a comparison draws by evaluations or seconds, and only the lines that are wanted', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/compare/?runs=20261120_181200,20261118_073000');
    const bests = page.locator('chart-panel[kind=bests-so-far] .chart');
    const says = (text: RegExp) =>
      page.waitForFunction(
        ([source]) =>
          new RegExp(source ?? '').test(
            document.querySelector('chart-panel[kind=bests-so-far] .chart')?.ariaLabel ?? '',
          ),
        [text.source],
      );
    await says(/holdout: .*in 1500 evaluations.*markup.*in 240 evaluations/);
    await page.getByRole('button', { name: 'By seconds' }).click();
    await says(/holdout: .*in 30 s.*in 4\.8 s/);
    await page.getByLabel('Show holdout in the charts').uncheck();
    await says(/^<img.*in 4\.8 s\.$/);
    await page.getByRole('button', { name: 'Log axis' }).click();
    await expect.poll(() => page.url()).toContain('&x=seconds&log=1&hide=20261120_181200');
    await page.reload();
    await says(/^<img.*in 4\.8 s\.$/);
    await expect.poll(() => bests.locator('canvas').count()).toBe(1);
    await expect.poll(() => page.locator('main img, main b').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a universe sorts by any metric, and its symbols lead to their searches', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/run/?id=20261119_120000');
    await page.getByRole('link', { name: 'Symbols side by side' }).click();
    const symbols = page.locator('universe-table tbody th');
    await symbols.first().waitFor();
    await expect
      .poll(() => symbols.allTextContents())
      .toEqual(['AAPL', 'BRK/B', 'GOOG', 'MSFT', 'SPY']);
    await page.getByRole('button', { name: 'Fitness', exact: true }).click();
    await expect.poll(() => symbols.first().textContent()).toBe('GOOG');
    await expect.poll(() => page.url()).toContain('sort=fitness&order=desc');
    await expect.poll(() => page.locator('[data-figure=best] .note').textContent()).toBe('GOOG');
    await expect
      .poll(() => page.locator('[data-figure=valid] .value').textContent())
      .toBe('5 of 5');
    const dots = page.locator('parameter-agreement .agreement tbody tr', { hasText: 'slow' });
    await expect.poll(() => dots.locator('circle').count()).toBe(5);
    await page.locator('equity-multiples a', { hasText: 'BRK/B' }).locator('svg').waitFor();
    await symbols.getByText('BRK/B').click();
    await page.waitForURL(`${served.product.url}/run/?id=20261119_120000&symbol=BRK_B`);
    expect(complaints).toEqual([]);
  });

  test('a universe and a comparison move without reload', async () => {
    const { page, complaints } = await served.open();
    const evaluations = () => {
      const { symbols } = served.product.runs.find(({ id }) => id === '20261119_100000')!.record();
      return symbols[0]!.counts.evaluations.toLocaleString('en-US');
    };
    await page.goto('/universe/?id=20261119_100000');
    await page.locator('connection-status[data-state=live]').waitFor();
    const row = page.locator('universe-table tbody tr', { hasText: 'SPY' });
    await row.getByText(evaluations(), { exact: true }).waitFor();
    served.product.advance(40);
    await row.getByText(evaluations(), { exact: true }).waitFor();
    await page.goto('/compare/?runs=20261119_100000,20261120_181200&symbol=SPY');
    await page.locator('connection-status[data-state=live]').waitFor();
    const line = page.locator('compare-legend tr', { hasText: 'two symbols' });
    await line.getByText(evaluations(), { exact: true }).waitFor();
    served.product.advance(40);
    await line.getByText(evaluations(), { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a shared set is shown on each of its symbols', async () => {
    const { page, complaints } = await served.open();
    await page.goto(SHARED);
    const cells = page.locator('universe-table tbody tr', { hasText: 'AAPL' }).locator('td');
    // LEAN's statistics of the set on this symbol, fetched after the run.
    await cells.getByText('116.33%').waitFor();
    const { metrics } = served.product.runs
      .find(({ id }) => id === '20261119_110000')!
      .best('shared').evaluation!;
    await expect.poll(() => cells.first().textContent()).toBe(metrics['fitness AAPL']?.toFixed(3));
    await page.locator('equity-multiples svg').nth(2).waitFor();
    await expect.poll(() => page.locator('parameter-agreement .sets').isHidden()).toBe(true);
    expect(complaints).toEqual([]);
  });
});
