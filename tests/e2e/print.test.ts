import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { jobText } from '../fixtures/served-product.ts';
import { canBrowse, serveEachTest } from './product-site.ts';
import { overflow } from './watched-page.ts';

const can = canBrowse('Printing');

/** Whether what is far below the window is there, and as wide as the paper. */
async function seesWhole(page: Page): Promise<void> {
  await page.locator('search-explorer[aria-busy=false]').waitFor();
  await page.locator('run-course[aria-busy=false]').waitFor();
  for (const kind of ['distribution', 'slot-timeline']) {
    await page.locator(`chart-panel[kind=${kind}] canvas`).first().waitFor();
  }
  await page.getByRole('cell', { name: 'random' }).last().waitFor();
  await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
  const tooWide = () =>
    page.evaluate(() => {
      const width = document.querySelector('main')?.getBoundingClientRect().right ?? 0;
      return [...document.querySelectorAll('canvas')].filter(
        (canvas) => canvas.getBoundingClientRect().right > width + 1,
      ).length;
    });
  await expect.poll(tooWide).toBe(0);
}

describe.skipIf(!can)('a run on paper', () => {
  const served = serveEachTest();
  let run: string;

  beforeEach(async () => {
    run = await served.product.run('a.json', jobText());
  });

  test('has every panel, though nobody scrolled to it, and the heads of its tables', async () => {
    const { page, complaints } = await served.open();
    await page.goto(`/run/?id=${run}`);
    await page.locator('top-table[data-loaded]').waitFor();
    await page.emulateMedia({ media: 'print' });
    await seesWhole(page);
    await page.locator('top-table thead button', { hasText: 'Fitness' }).waitFor();
    await page.locator('.site-head').waitFor({ state: 'hidden' });
    const columns = page.locator('top-table table');
    const right = (): Promise<number> =>
      page.locator('main').evaluate((main) => main.getBoundingClientRect().right);
    await expect
      .poll(() => columns.evaluate((table) => table.getBoundingClientRect().right))
      .toBeLessThanOrEqual((await right()) + 1);
    // Backgrounds are keys of colours and bars: left out, they would tell nothing.
    const key = page.locator('chart-panel[kind=best-so-far] .legend li').first();
    await expect
      .poll(() => key.evaluate((item) => getComputedStyle(item).printColorAdjust))
      .toBe('exact');
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    expect(complaints).toEqual([]);
  });

  test('is asked for by the usual keys when all of it is there', async () => {
    const { page, complaints } = await served.open();
    await page.addInitScript(() => {
      window.print = () => {
        const { dataset } = document.documentElement;
        dataset['printed'] =
          `${dataset['paper'] !== undefined} ${document.querySelector('search-explorer')?.ariaBusy}`;
      };
    });
    await page.goto(`/run/?id=${run}`);
    await page.locator('top-table[data-loaded]').waitFor();
    await page.keyboard.press('Control+p');
    await page.locator('html[data-printed="true false"]').waitFor();
    await page.locator('html:not([data-paper])').waitFor();
    expect(complaints).toEqual([]);
  });
});
