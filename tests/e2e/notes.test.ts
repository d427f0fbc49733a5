import { describe, expect, test } from 'vitest';
import { jobText, PRODUCT_TOKEN } from '../fixtures/served-product.ts';
import { canBrowse, giveToken, serveEachTest } from './product-site.ts';

const can = canBrowse('Notes');

describe.skipIf(!can)('notes in two browsers', () => {
  const served = serveEachTest();

  test('what one notes of a run, the other sees at once, but not in what they write', async () => {
    const run = await served.product.run('a.json', jobText());
    const mine = await served.open();
    const theirs = await served.open();
    const list = await served.open();
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

    await served.product.catalog.annotate(run, { archived: true });
    await list.page.getByText('No run matches.').waitFor();
    for (const { complaints } of [mine, theirs, list]) expect(complaints).toEqual([]);
  });

  test("a study's note comes to those who look at the study", async () => {
    await served.product.run('a.json', jobText({ study: 'gold' }));
    const { page, complaints } = await served.open();
    await page.goto('/study/?name=gold');
    await page.locator('connection-status[data-state=live]').waitFor();
    await page.getByText('Nothing is noted yet.').waitFor();
    await served.product.catalog.studies.annotate('gold', { note: 'from elsewhere' });
    await page.locator('study-note .text', { hasText: 'from elsewhere' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a study that one deletes, brings back, archives or renames does so before all others', async () => {
    await served.product.run('a.json', jobText({ study: 'gold', name: 'of gold' }));
    await served.product.run('b.json', jobText({ seed: 2, name: 'of none' }));
    const [mine, theirs, list, runs] = await Promise.all([
      served.open(),
      served.open(),
      served.open(),
      served.open(),
    ]);
    for (const { page } of [mine, theirs]) await page.goto('/study/?name=gold');
    await list.page.goto('/studies/');
    await runs.page.goto('/');
    for (const { page } of [mine, theirs, list, runs]) {
      await page.locator('connection-status[data-state=live]').waitFor();
    }
    const gold = list.page.getByRole('link', { name: 'gold', exact: true });
    const rows = runs.page.locator('runs-table tbody tr:not(.space)');
    const heading = theirs.page.getByRole('heading', { name: 'gold' });
    await gold.waitFor();
    await heading.waitFor();
    for (const name of ['of gold', 'of none']) {
      await runs.page.getByLabel(`Choose ${name} to compare`).check();
    }
    await runs.page.getByText('2 chosen').waitFor();

    await mine.page.getByRole('button', { name: 'Delete' }).click();
    await giveToken(mine.page);
    await theirs.page.getByText('Study “gold” is in the trash with its runs.').waitFor();
    await heading.waitFor({ state: 'hidden' });
    await list.page.getByText('1 deleted study').waitFor();
    await gold.waitFor({ state: 'detached' });
    await expect.poll(() => rows.count()).toBe(1);
    await runs.page.getByText('1 chosen').waitFor();

    await theirs.page.getByRole('button', { name: 'Undo' }).click();
    await giveToken(theirs.page);
    await mine.page.getByRole('heading', { name: 'gold' }).waitFor();
    await mine.page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'hidden' });
    await gold.waitFor();
    await list.page.locator('.trash').waitFor({ state: 'hidden' });
    await expect.poll(() => rows.count()).toBe(2);

    await mine.page.getByRole('button', { name: 'Archive' }).click();
    await theirs.page.getByRole('button', { name: 'Take out of the archive' }).waitFor();
    await gold.waitFor({ state: 'detached' });
    await theirs.page.getByRole('button', { name: 'Take out of the archive' }).click();
    await gold.waitFor();
    await mine.page.getByRole('button', { name: 'Rename' }).click();
    await mine.page.getByLabel('Name of the study').fill('Silver');
    await mine.page.getByLabel('Name of the study').press('Enter');
    await theirs.page.getByRole('heading', { name: 'Silver' }).waitFor();
    await list.page.getByRole('link', { name: 'Silver' }).waitFor();
    for (const { complaints } of [mine, theirs, list, runs]) expect(complaints).toEqual([]);
  });

  test('a study that is begun and a run that is deleted elsewhere come and go in the lists', async () => {
    const run = await served.product.run('a.json', jobText({ name: 'to go' }));
    const [list, runs] = await Promise.all([served.open(), served.open()]);
    await list.page.goto('/studies/');
    await list.page.getByRole('heading', { name: 'No studies yet' }).waitFor();
    await runs.page.goto('/');
    for (const { page } of [list, runs]) {
      await page.locator('connection-status[data-state=live]').waitFor();
    }
    const row = runs.page.getByRole('link', { name: 'to go' });
    await row.waitFor();
    await served.product.run('b.json', jobText({ study: 'copper', seed: 2, name: 'to stay' }));
    await list.page.getByRole('link', { name: 'copper' }).waitFor();
    await runs.page.getByRole('link', { name: 'to stay' }).waitFor();
    const headers = { authorization: `Bearer ${PRODUCT_TOKEN}` };
    const act = (path: string, method: string) =>
      fetch(`${served.product.url}/api/runs/${run}${path}`, { method, headers });
    expect((await act('', 'DELETE')).status).toBe(200);
    await row.waitFor({ state: 'detached' });
    expect((await act('/undelete', 'POST')).status).toBe(200);
    await row.waitFor();
    for (const { complaints } of [list, runs]) expect(complaints).toEqual([]);
  });
});
