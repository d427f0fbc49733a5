import { describe, expect, test } from 'vitest';
import { serveFixture } from './fixture-api.ts';
import { canBrowse, serveAllTests } from './product-site.ts';
import { axeViolations, watchedPage } from './watched-page.ts';

const can = canBrowse('History');

describe.skipIf(!can)('the history in Chromium', () => {
  const served = serveAllTests(serveFixture);

  test('history lists runs, newest first, and text stays text', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/');
    const names = page.locator('tbody th a:not(.in-study)');
    await names.first().waitFor();
    await expect.poll(() => names.count()).toBe(served.product.runs.length);
    await expect.poll(() => names.first().textContent()).toBe('spy moving averages');
    await expect
      .poll(() => names.allTextContents())
      .toContain('<img src=x onerror=alert(1)> <b>markup stays text</b>');
    await expect.poll(() => page.locator('tbody img, tbody b').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('history sorts and filters, and the URL holds the view', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/');
    const names = page.locator('tbody th a:not(.in-study)');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => names.nth(1).textContent()).toContain('a-name-without');
    await page.getByRole('button', { name: /^Complete/ }).click();
    await page.getByRole('searchbox').fill('kept');
    await expect.poll(() => names.allTextContents()).toEqual(['holdout']);
    await expect
      .poll(() => page.url())
      .toBe(`${served.product.url}/?q=kept&state=complete&sort=name`);
    await page.reload();
    await names.first().waitFor();
    await expect.poll(() => names.allTextContents()).toEqual(['holdout']);
    await page.getByRole('searchbox').fill('no such run');
    await page.getByRole('button', { name: 'Show all runs' }).click();
    await expect.poll(() => names.count()).toBe(served.product.runs.length);
    expect(complaints).toEqual([]);
  });

  test('history moves without reload', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/');
    const count = page.locator('tbody tr', { hasText: 'spy moving averages' }).locator('td').nth(6);
    await count.waitFor();
    await page.locator('connection-status[data-state=live]').waitFor();
    const before = await count.textContent();
    served.product.advance(20);
    await expect.poll(() => count.textContent()).not.toBe(before);
    expect(complaints).toEqual([]);
  });

  test('runs are chosen and compared by keyboard', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/');
    const link = page.getByRole('link', { name: /^Compare/ });
    await page.getByLabel('Choose holdout to compare').press('Space');
    await page.getByText('1 chosen; choose another to compare').waitFor();
    await expect.poll(() => link.count()).toBe(0);
    await page.getByLabel('Choose five symbols to compare').press('Space');
    await page.getByRole('button', { name: 'Clear' }).press('Enter');
    await expect.poll(() => page.locator('tbody input:checked').count()).toBe(0);
    await page.getByLabel('Choose holdout to compare').press('Space');
    await page.getByLabel('Choose five symbols to compare').press('Space');
    await link.press('Enter');
    await page.waitForURL(`${served.product.url}/compare/?runs=20261120_181200,20261119_120000`);
    const names = page.locator('compare-table thead th > span:first-of-type');
    await names.nth(1).waitFor();
    await expect.poll(() => names.allTextContents()).toEqual(['holdout', 'five symbols']);
    expect(complaints).toEqual([]);
  });

  test('figures of the history end below each other, whatever symbol stands with them', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/');
    await page.locator('runs-table td.number .note', { hasText: 'GOOG' }).waitFor();
    const ends = () =>
      page
        .locator('runs-table :is(th[data-key=best] button, td.number:nth-child(6) span:last-child)')
        .evaluateAll((all) => [
          ...new Set(all.map((one) => Math.round(one.getBoundingClientRect().right))),
        ]);
    await expect.poll(ends).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  test('an empty history says how to start', async () => {
    const empty = await serveFixture(served.site.folder, { runs: [] });
    try {
      const { page, complaints } = await watchedPage(served.site.browser, empty.url);
      await page.goto('/');
      await page.getByText('cp config/examples/quickstart.json config/').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    } finally {
      await empty.close();
    }
  });
});
