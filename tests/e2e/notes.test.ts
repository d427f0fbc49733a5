import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jobText, type ServedProduct, serveProduct } from '../fixtures/served-product.ts';
import { type BuiltSite, buildSite, canBrowse, giveToken } from './product-site.ts';
import { watchedPage } from './watched-page.ts';

const can = canBrowse('Notes');

describe.skipIf(!can)('notes in two browsers', () => {
  let site: BuiltSite;
  let product: ServedProduct;

  beforeAll(async () => {
    site = await buildSite();
  });
  beforeEach(async () => {
    product = await serveProduct(site.folder);
  });
  afterEach(async () => {
    await Promise.all(site.browser.contexts().map((context) => context.close()));
    await product.close();
  });
  afterAll(() => site?.close());

  test('what one notes of a run, the other sees at once, but not in what they write', async () => {
    const run = await product.run('a.json', jobText());
    const mine = await watchedPage(site.browser, product.url);
    const theirs = await watchedPage(site.browser, product.url);
    const list = await watchedPage(site.browser, product.url);
    for (const { page } of [mine, theirs]) {
      await page.goto(`/run/?id=${run}`);
      await page.locator('connection-status[data-state=live]').waitFor();
    }
    await list.page.goto('/?tag=seen');
    await list.page.getByText('No run matches.').waitFor();
    const edit = async ({ page }: typeof mine, text: string): Promise<void> => {
      await page.getByRole('button', { name: 'Edit note and tags' }).click();
      await page.getByLabel('Note, in Markdown').fill(text);
    };
    await edit(theirs, 'theirs, not kept yet');
    await edit(mine, 'mine');
    await mine.page.getByLabel('Tags, with commas between').fill('seen');
    await mine.page.locator('run-note').getByRole('button', { name: 'Save' }).click();
    await giveToken(mine.page);

    await theirs.page.locator('run-note .own-tags', { hasText: 'seen' }).waitFor();
    const written = theirs.page.getByLabel('Note, in Markdown');
    await expect.poll(() => written.inputValue()).toBe('theirs, not kept yet');
    await theirs.page.locator('run-note').getByRole('button', { name: 'Cancel' }).click();
    await theirs.page.locator('run-note .text', { hasText: 'mine' }).waitFor();
    await list.page.locator('runs-table tbody a').first().waitFor();

    await product.catalog.annotate(run, { archived: true });
    await list.page.getByText('No run matches.').waitFor();
    for (const { complaints } of [mine, theirs, list]) expect(complaints).toEqual([]);
  });

  test("a study's note comes to those who look at the study", async () => {
    await product.run('a.json', jobText({ study: 'gold' }));
    const { page, complaints } = await watchedPage(site.browser, product.url);
    await page.goto('/study/?name=gold');
    await page.locator('connection-status[data-state=live]').waitFor();
    await page.getByText('Nothing is noted yet.').waitFor();
    await product.catalog.studies.annotate('gold', { note: 'from elsewhere' });
    await page.locator('study-note .text', { hasText: 'from elsewhere' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
