import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { AnalysisView } from '../../runner/server/views.ts';
import { serveSearches } from '../fixtures/served-searches.ts';
import { canBrowse, serveAllTests } from './product-site.ts';
import { standing } from './watched-page.ts';

const can = canBrowse('Drawing of plots');

const picture = (canvas: Locator): Promise<string> =>
  canvas.evaluate((made: HTMLCanvasElement) => made.toDataURL());

/** How many pixels of a canvas have anything on them; read from a copy, which stays one for drawing. */
const inked = (canvas: Locator): Promise<number> =>
  canvas.evaluate((made: HTMLCanvasElement) => {
    const copy = Object.assign(document.createElement('canvas'), {
      width: made.width,
      height: made.height,
    });
    const context = copy.getContext('2d', { willReadFrequently: true });
    if (context === null || made.width === 0) return 0;
    context.drawImage(made, 0, 0);
    const { data } = context.getImageData(0, 0, made.width, made.height);
    return data.filter((value, at) => at % 4 === 3 && value > 0).length;
  });

async function openExplorer(page: Page): Promise<void> {
  await page.locator('run-page[aria-busy=false]').waitFor();
  await page.locator('search-explorer').scrollIntoViewIfNeeded();
  await page.locator('search-explorer[aria-busy=false]').waitFor();
  await page.locator('heat-panel .map[data-shows=shown]').waitFor();
}

describe.skipIf(!can)('plots of a search in Chromium', () => {
  const served = serveAllTests(serveSearches);

  test('a choice draws its own lines, over all lines that stay', async () => {
    const { page, complaints } = await served.open();
    await page.goto(`/run/?id=${served.product.runs.constrained}`);
    await openExplorer(page);
    const axes = page.locator('parallel-axes');
    await axes.scrollIntoViewIfNeeded();
    const [ground, best, others] = ['ground', 'best', 'others'].map((name) =>
      axes.locator(`canvas.${name}`),
    ) as [Locator, Locator, Locator];
    for (const canvas of [ground, best, others]) {
      await expect.poll(() => inked(canvas)).toBeGreaterThan(0);
    }
    const [all, before] = [
      await standing(() => inked(ground)),
      await standing(() => inked(others)),
    ];
    await axes.locator('.axis-name').first().focus();
    for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowUp');
    await expect.poll(() => inked(others)).toBeLessThan(before);
    expect(await standing(() => inked(ground))).toBe(all);
    await page.keyboard.press('Delete');
    await expect.poll(() => inked(others)).toBe(before);
    expect(complaints).toEqual([]);
  });

  test('the heat map does not wait for what matters most, and shows that once it is known', async () => {
    const { page, complaints } = await served.open();
    const held = Promise.withResolvers<void>();
    await page.route(/\/analysis$/, async (route) => {
      await held.promise;
      const response = await route.fetch();
      const view: AnalysisView = await response.json();
      const { importance } = view;
      if (importance === null) throw new Error('Cannot order parameters: wanted their importance');
      const parameters = importance.parameters.map((one) => {
        return { ...one, share: one.name === 'slow' ? 0.9 : 0.1 };
      });
      await route.fulfill({
        response,
        json: { ...view, importance: { ...importance, parameters } },
      });
    });
    await page.goto(`/run/?id=${served.product.runs.constrained}`);
    await page.locator('search-explorer').scrollIntoViewIfNeeded();
    await page.locator('heat-panel .map[data-shows=shown]').waitFor();
    const pair = () =>
      page
        .locator('heat-panel select:is([name=x], [name=y])')
        .evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).value));
    await expect.poll(pair).toEqual(['fast', 'slow']);
    held.resolve();
    await expect.poll(pair).toEqual(['slow', 'fast']);
    await page.locator('heat-panel .map[data-shows=shown]').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a turned axis moves the lines of every plot it is in, and keeps what is chosen', async () => {
    const { page, complaints } = await served.open();
    await page.goto(`/run/?id=${served.product.runs.constrained}`);
    await openExplorer(page);
    const slice = page.locator('slice-plots canvas').first();
    await slice.scrollIntoViewIfNeeded();
    await expect.poll(() => inked(slice)).toBeGreaterThan(0);
    const [before, figures] = [
      await standing(() => picture(slice)),
      page.locator('slice-plots figure'),
    ];
    const marked = await figures.first().evaluateHandle((figure) => figure);
    await page.locator('parallel-axes .axis-log').first().click();
    await expect.poll(() => picture(slice)).not.toBe(before);
    expect(await figures.first().evaluate((figure, one) => figure === one, marked)).toBe(true);
    await page.locator('parallel-axes .axis-log').first().click();
    await expect.poll(() => picture(slice)).toBe(before);
    expect(complaints).toEqual([]);
  });

  test('a theme is drawn at once where it is seen, elsewhere when that is scrolled to', async () => {
    const { page, complaints } = await served.open({ colorScheme: 'light' });
    await page.goto(`/run/?id=${served.product.runs.constrained}`);
    await openExplorer(page);
    const far = page.locator('chart-panel[kind=distribution] canvas');
    await far.scrollIntoViewIfNeeded();
    await expect.poll(() => inked(far)).toBeGreaterThan(0);
    const light = await standing(() => picture(far));
    await page.evaluate(() => scrollTo(0, 0));
    const near = page.locator('chart-panel[kind=best-so-far] canvas');
    const before = await standing(() => picture(near));
    const toggle = page.locator('theme-toggle button');
    await toggle.click();
    await toggle.click();
    await page.locator('html[data-theme=dark]').waitFor();
    await expect.poll(() => picture(near)).not.toBe(before);
    expect(await picture(far)).toBe(light);
    await far.scrollIntoViewIfNeeded();
    await expect.poll(() => picture(far)).not.toBe(light);
    expect(complaints).toEqual([]);
  });
});
