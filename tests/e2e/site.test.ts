import { describe, expect, test } from 'vitest';
import { serveFixture } from './fixture-api.ts';
import { canBrowse, scriptBytes, serveAllTests } from './product-site.ts';
import { axeViolations, overflow } from './watched-page.ts';

const can = canBrowse('Site tests');

const LIVE = '/run/?id=20261121_101530';
const HOLDOUT = '/run/?id=20261120_181200';
const COMPARE =
  '/compare/?runs=20261120_181200,20261119_120000,20261119_110000,nope,20261117_230112&x=seconds';
const UNIVERSE = '/universe/?id=20261119_120000';
const SHARED = '/universe/?id=20261119_110000';
const PAGES = [
  ['history', '/'],
  ['a live run', LIVE],
  ['a run with a holdout', HOLDOUT],
  ['a run of several symbols', '/run/?id=20261119_120000&symbol=BRK_B'],
  ['a failed run', '/run/?id=20261117_230112'],
  ['a run without a valid set', '/run/?id=20251231_235900'],
  ['a queued run', '/run/?id=20261121_094410'],
  ['an unknown run', '/run/?id=nope'],
  ['no run', '/run/'],
  ['a comparison', COMPARE],
  ['a comparison of nothing', '/compare/'],
  ['a universe', UNIVERSE],
  ['a shared set', SHARED],
  ['jobs', '/jobs/'],
  ['samplers', '/samplers/'],
  ['samplers that were not compared', '/samplers/?batch=99'],
  ['a missing page', '/nothing-here'],
] as const;
/** What shows that a page has its data, or says why not. */
const FILLED =
  'top-table[data-loaded], .problem:visible, runs-table[aria-busy=false], jobs-table:visible, .missing, compare-page[aria-busy=false], universe-page[aria-busy=false], samplers-page[aria-busy=false]';
const MISSING = /status of 404/;

describe.skipIf(!can)('the site in Chromium', () => {
  const served = serveAllTests(serveFixture);

  test('a page says why it has nothing to show, and recovers by itself', async () => {
    const { page, complaints } = await served.open({
      expected: /status of 503/,
    });
    served.product.broken = true;
    try {
      await page.goto('/');
      await page.getByText('wanted a running daemon, found none').waitFor();
    } finally {
      served.product.broken = false;
    }
    await page.locator('tbody th a').first().waitFor();
    await expect.poll(() => page.locator('.problem').isHidden()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('the theme is remembered', async () => {
    const { page } = await served.open({ colorScheme: 'light' });
    const ground = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.goto('/');
    const light = await ground();
    await page.getByRole('button', { name: 'Theme: auto' }).click();
    await page.getByRole('button', { name: 'Theme: light' }).click();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    await expect.poll(() => ground()).not.toBe(light);
    const dark = await ground();
    await page.reload();
    await expect.poll(() => ground()).toBe(dark);
  });

  test('the script of a page is at most 150 KB compressed', async () => {
    const { page } = await served.open();
    await page.goto(HOLDOUT);
    await page.locator('chart-panel canvas').first().waitFor();
    expect(await scriptBytes(page, served.site.folder)).toBeLessThan(150 * 1024);
  });

  test('samplers compares them at the chosen length, in the chosen colours', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/samplers/');
    await page.locator('bench-heat td').first().waitFor();
    await expect
      .poll(() => page.locator('.verdict').textContent())
      .toContain('a peer wins on 1 of 2');
    await expect
      .poll(() => page.locator('bench-standings tbody th').first().textContent())
      .toBe('auto');
    const cells = page.locator('bench-heat tbody tr:first-child td');
    const second = async () =>
      (await cells.allTextContents()).find((text) => text.includes('rank 2'));
    await expect.poll(second).toBeDefined();
    const tpe = await second();
    await page.getByRole('button', { name: '100 evaluations' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('evaluations')).toBe('100');
    await expect.poll(second).not.toBe(tpe);
    const curves = page.locator('bench-curves figure').first().locator('.curve');
    await expect.poll(() => curves.count()).toBeGreaterThan(1);
    const before = await curves.count();
    await page.getByRole('checkbox', { name: 'tpe' }).uncheck();
    await expect.poll(() => curves.count()).toBe(before - 1);
    await page.getByRole('link', { name: "the peers' settings" }).click();
    await page.locator('.variants [aria-current]').getByText('settings').waitFor();
    expect(complaints).toEqual([]);
  });

  test('samplers says which command compares them where nothing was measured', async () => {
    const { page } = await served.open();
    await page.goto('/samplers/?batch=99');
    await page.getByText('npx leantune bench-samplers').waitFor();
    await expect.poll(() => page.locator('.bench').isVisible()).toBe(false);
  });

  // Each page has a process of its own in the browser, so that two cores are worth two pages.
  test.concurrent.for(PAGES)(
    '%s complains of nothing, passes axe in both themes and never scrolls sideways',
    async ([, path], { expect }) => {
      const viewport = { width: 1440, height: 900 };
      const options = { viewport, colorScheme: 'light', expected: MISSING } as const;
      const { page, complaints } = await served.open(options);
      await page.goto(path);
      await page.locator('h1:visible').waitFor();
      await page.locator(FILLED).first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
      // The marks are the same in the dark and on a small screen, but not their colours and sizes.
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 390, height: 900 });
      expect(await axeViolations(page, ['color-contrast', 'target-size'])).toEqual([]);
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});
