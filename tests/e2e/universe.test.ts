import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { searching, serveUniverse, UNIVERSE, UNIVERSE_TOKEN } from '../fixtures/served-universe.ts';
import { canBrowse, giveToken, serveAllTests } from './product-site.ts';
import { axeViolations, overflow } from './watched-page.ts';

const can = canBrowse('Universe page');

const SYMBOLS = [...UNIVERSE];

async function matrixMade(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Backtest every set on every symbol' }).click();
  await giveToken(page, UNIVERSE_TOKEN);
  await page.locator('symbol-matrix .grid tbody tr').first().waitFor();
}

describe.skipIf(!can)('the page of a universe in Chromium', () => {
  const served = serveAllTests(serveUniverse);
  let own: string;
  let shared: string;

  beforeAll(async () => {
    own = await served.product.run({
      name: 'own sets',
      symbols: SYMBOLS,
      ...searching('random', 30),
    });
    shared = await served.product.run({
      name: 'one set <b>for all</b>',
      symbols: SYMBOLS,
      mode: 'shared',
      ...searching('random', 30),
    });
  });

  afterEach(async () => {
    served.product.hold(false);
  });

  test('every best is backtested on every symbol when somebody with the token asks', async () => {
    const { page, complaints } = await served.open();
    await page.goto(`/universe/?id=${own}`);
    await matrixMade(page);
    const rows = page.locator('symbol-matrix .grid tbody tr');
    await expect.poll(() => rows.locator('th').allTextContents()).toEqual(SYMBOLS);
    const record = await served.product.store.read(own);
    for (const [place, { best }] of record.record.symbols.entries()) {
      // The diagonal is what the search found.
      const cell = rows.nth(place).locator('[data-own]');
      await expect
        .poll(() => cell.textContent())
        .toBe(`own: ${best?.fitness.toFixed(3).replace('-', '−')}`);
    }
    await expect.poll(() => page.locator('symbol-matrix .stale').isHidden()).toBe(true);
    await expect.poll(() => page.locator('symbol-matrix .travel tbody tr').count()).toBe(4);
    await page.getByLabel('Show').selectOption('max_drawdown');
    await expect.poll(() => rows.first().locator('td').first().textContent()).toMatch(/%$/);
    await expect.poll(() => page.url()).toContain('metric=max_drawdown');
    // It is there the next time, in the view that the address names.
    await page.reload();
    await rows.first().waitFor();
    await expect.poll(() => rows.first().locator('td').first().textContent()).toMatch(/%$/);
    await page.getByRole('button', { name: 'Backtest anew' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('own sets stand against the shared one, on both runs, and its name stays text', async () => {
    for (const id of [own, shared]) {
      const { page, complaints } = await served.open();
      await page.goto(`/universe/?id=${id}`);
      const table = page.locator('sharing-table');
      await table.locator('tbody tr').first().waitFor();
      await expect.poll(() => table.locator('tbody th').allTextContents()).toEqual(SYMBOLS);
      await expect
        .poll(() => table.locator('.verdict').textContent())
        .toMatch(
          /^In the search one set for all (costs|gains) a median of [\d.]+ fitness; it is the better one on \d of \d symbols\..* On the holdout /,
        );
      await table.getByRole('link', { name: 'one set <b>for all</b>' }).waitFor();
      await expect.poll(() => page.locator('main b').count()).toBe(0);
      expect(complaints).toEqual([]);
    }
  });

  test('a shared run has no matrix, and its symbols have the figures of the one set', async () => {
    const { page, complaints } = await served.open();
    await page.goto(`/universe/?id=${shared}`);
    await page.locator('universe-table tbody tr').nth(3).waitFor();
    await page.locator('sharing-table tbody tr').first().waitFor();
    await expect.poll(() => page.locator('symbol-matrix').isHidden()).toBe(true);
    await page.locator('parameter-agreement', { hasText: 'Value' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('own sets without a shared run beside them say how to come by one', async () => {
    const { page, complaints } = await served.open();
    const id = await served.product.run({
      name: 'a pair',
      symbols: SYMBOLS.slice(0, 2),
      ...searching('random', 5),
    });
    await page.goto(`/universe/?id=${id}`);
    await page
      .getByText('No run searched one set for all 2 symbols: the same job with "mode": "shared"')
      .waitFor();
    await expect.poll(() => page.locator('sharing-table table').isHidden()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a matrix that is being made says how far it is, and can be given up', async () => {
    const { page, complaints } = await served.open();
    const id = await served.product.run({
      name: 'slow',
      symbols: SYMBOLS,
      ...searching('random', 5),
    });
    await page.goto(`/universe/?id=${id}`);
    served.product.hold(true);
    await page.getByRole('button', { name: 'Backtest every set on every symbol' }).click();
    await giveToken(page, UNIVERSE_TOKEN);
    await page.getByText('0 of 16 backtests').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Backtest every set on every symbol' }).waitFor();
    served.product.hold(false);
    await expect.poll(() => page.locator('symbol-matrix progress').isHidden()).toBe(true);
    await page.getByRole('button', { name: 'Backtest every set on every symbol' }).click();
    await page.locator('symbol-matrix .grid tbody tr').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('a matrix waits while the run searches', async () => {
    const going = await served.product.begin('going');
    const { page, complaints } = await served.open();
    await page.goto(`/universe/?id=${going}`);
    await page.getByText('It can be made when the run has ended.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Backtest/ }).count()).toBe(0);
    await served.product.stop(going);
    await page.getByRole('button', { name: 'Backtest every set' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a run that is not there says so', async () => {
    const { page } = await served.open();
    await page.goto('/universe/?id=20200101_000000');
    await page.getByText('There is no run "20200101_000000"').waitFor();
    await page.getByRole('link', { name: 'All runs' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto('/universe/');
    await page.getByText('The address names no run').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    const { page: first } = await served.open();
    await first.goto(`/universe/?id=${own}`);
    await first.getByRole('button', { name: /^Backtest (anew|every set)/ }).waitFor();
    if ((await first.getByRole('button', { name: 'Backtest anew' }).count()) === 0) {
      await matrixMade(first);
    }
    for (const width of [390, 1440, 2560]) {
      const options = { colorScheme: scheme, viewport: { width, height: 900 } };
      const { page, complaints } = await served.open(options);
      for (const id of [own, shared]) {
        await page.goto(`/universe/?id=${id}`);
        await page.locator('sharing-table tbody tr').first().waitFor();
        if (id === own) await page.locator('symbol-matrix .travel tbody tr').first().waitFor();
        expect(await axeViolations(page), `${id} at ${width}`).toEqual([]);
        await expect
          .poll(() => overflow(page), { message: `${id} at ${width}` })
          .toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
    }
  });
});
