import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { ensureSampleData } from '../../harness/embedded/data/sample-data.ts';
import { jobText } from '../fixtures/served-product.ts';
import { canBrowse, giveToken, inspectPages, serveEachTest } from './product-site.ts';

const can = canBrowse('Data page');

describe.skipIf(!can)('the page of data in Chromium', () => {
  const served = serveEachTest();

  beforeEach(async () => {
    await ensureSampleData(join(served.product.home, 'lean-data'));
  });

  test('lists symbols with their days, bars and holes, as of a moment, until asked again', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/data/');
    const row = page.getByRole('row', { name: /^SPX/ });
    await row.waitFor();
    await expect
      .poll(() => row.textContent())
      .toContain('equity, usadaily2000-01-03 to 2020-04-17');
    await expect.poll(() => row.textContent()).toContain('2001-09-11 to 2001-09-14 (4)');
    await expect.poll(() => row.locator('.number').first().textContent()).toBe('5,105');
    await rm(join(served.product.home, 'lean-data', 'equity', 'usa', 'daily', 'aapl.zip'));
    const broken = join(served.product.home, 'lean-data', 'equity', 'usa', 'daily', 'bad.zip');
    await writeFile(broken, 'no zip at all');
    await page.reload();
    await page.getByRole('row', { name: /^AAPL/ }).waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('row', { name: /^BAD/ }).waitFor();
    await expect.poll(() => page.getByRole('row', { name: /^AAPL/ }).count()).toBe(0);
    await page.getByRole('searchbox').fill('spx daily');
    await expect.poll(() => page.locator('.data-rows tr').count()).toBe(1);
    await expect.poll(() => page.url()).toContain('q=spx+daily');
    await page.getByRole('searchbox').fill('nothing');
    await page.getByText('Nothing matches.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('tells the grids of jobs, and measures one', async () => {
    await served.product.run('mine.json', jobText());
    const { page, complaints } = await served.open();
    await page.goto('/data/');
    const row = page.getByRole('row', { name: /^mine\.json/ });
    await row.waitFor();
    await expect.poll(() => row.textContent()).toContain('77920');
    await expect.poll(() => row.textContent()).toContain('the whole grid');
    await page.getByRole('row', { name: /^quickstart\.json/ }).waitFor();
    await page.getByRole('button', { name: 'Measure mine.json' }).click();
    await giveToken(page);
    await page.getByText(/measured .*\/s; the whole grid/).waitFor();
    expect(complaints).toEqual([]);
  });

  test('says so where there is nothing', async () => {
    await rm(join(served.product.home, 'lean-data'), { recursive: true, maxRetries: 5 });
    const { page } = await served.open();
    await page.goto('/data/');
    await page.getByText('There are no data yet.').waitFor();
    await page.getByText('not there').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    await served.product.writeConfig('bad.json', jobText({ rules: ['fast < slov'] }));
    await inspectPages({ browser: served.site.browser, url: served.product.url }, scheme, {
      '/data/': async (page) => {
        await page.getByRole('row', { name: /^SPX/ }).waitFor();
        await page.getByRole('row', { name: /^quickstart\.json/ }).waitFor();
      },
      '/data/?q=nothing': (page) => page.getByText('Nothing matches.').waitFor(),
    });
  });
});
