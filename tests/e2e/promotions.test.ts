import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { currentChecks } from '../../runner/promote/current-checks.ts';
import { promote } from '../../runner/promote/promote.ts';
import { openPromotionRecord } from '../../runner/promote/promotion-record.ts';
import { promotionsFolder } from '../../runner/promote/promotions-folder.ts';
import { openStaging } from '../../runner/promote/staging.ts';
import { readAudit } from '../../runner/run/audit.ts';
import { jobText, PRODUCT_TOKEN } from '../fixtures/served-product.ts';
import { canBrowse, giveToken, inspectPages, serveEachTest } from './product-site.ts';

const can = canBrowse('Promotions page');
const WHY = '<img src=x onerror=alert(1)>';

describe.skipIf(!can)('the page of promotions in Chromium', () => {
  const served = serveEachTest();
  let live: string;

  beforeEach(async () => {
    await mkdir(join(served.product.home, 'live'));
    live = join(served.product.home, 'live', 'spx.yaml');
  });

  async function stage(run: string, evaluation?: number): Promise<string> {
    const response = await fetch(`${served.product.url}/api/runs/${run}/stage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${PRODUCT_TOKEN}` },
      body: JSON.stringify(evaluation === undefined ? {} : { evaluation }),
    });
    return ((await response.json()) as { candidate: { id: string } }).candidate.id;
  }

  /** As at the command line, where a file is named the first time. */
  async function promoteFirst(run: string): Promise<void> {
    const staging = openStaging(join(served.product.home, 'staging'));
    const candidate = await staging.read(await stage(run));
    await promote(openPromotionRecord(promotionsFolder(served.product.store.root)), {
      candidate,
      checks: await currentChecks(served.product.store, candidate),
      file: live,
      by: { via: 'cli', user: 'ada', host: 'box', pid: 1 },
      why: WHY,
      force: true,
    });
  }

  test('shows what is live, promotes another against its failing checks, and rolls back', async () => {
    const run = await served.product.run('a.json', jobText());
    await promoteFirst(run);
    const first = await readFile(live, 'utf8');
    const candidate = await stage(run, 1);
    const { page, complaints } = await served.open({
      expected: /422/,
    });
    await page.goto(`/promotions/?candidate=${candidate}`);
    const file = page.locator('.live-file');
    await file.getByText('Live, unchanged').waitFor();
    await expect.poll(() => file.textContent()).toContain('ada@box');
    await expect.poll(() => file.textContent()).toContain(WHY);
    await expect.poll(() => file.locator('img').count()).toBe(0);
    await page.locator('.review', { hasText: 'not repeated in a fresh process' }).waitFor();
    await page.getByRole('row', { name: /^fast .* changes$/ }).waitFor();
    await page.getByRole('button', { name: 'Promote all the same' }).click();
    await page.getByText('These checks fail and would be overruled').waitFor();
    // Without a reason it does not go on.
    await page.getByRole('button', { name: 'Overrule and promote' }).click();
    await page.getByLabel('Why, for the record').fill('tried by hand');
    await page.getByRole('button', { name: 'Overrule and promote' }).click();
    await giveToken(page);
    await page.getByText(`Promoted to ${live}`).waitFor();
    await expect
      .poll(() => file.locator('tbody tr').first().textContent())
      .toContain('tried by hand');
    await expect.poll(() => readFile(live, 'utf8')).not.toBe(first);
    await page.getByRole('button', { name: `Roll back ${live}` }).click();
    await page.getByLabel('Why, for the record').fill('not good');
    await page.locator('reason-dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('is back to what it held before').waitFor();
    await expect.poll(() => readFile(live, 'utf8')).toBe(first);
    await file.getByText('Rolled back, to promotion 1').waitFor();
    const actions = (await readAudit(served.product.store.root)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['stage', 'promote', 'rollback']));
    expect(complaints).toEqual([]);
  });

  test('a file that somebody edited says so, and goes back only with a reason', async () => {
    const run = await served.product.run('a.json', jobText());
    await promoteFirst(run);
    await writeFile(live, (await readFile(live, 'utf8')).replace(/fast: \d+/, 'fast: 99'));
    const { page, complaints } = await served.open();
    await page.goto('/promotions/');
    await page.locator('.live-file', { hasText: 'Edited since it was promoted' }).waitFor();
    await expect.poll(() => page.locator('.facts-list').textContent()).toContain('→ 99');
    expect(complaints).toEqual([]);
  });

  test('nothing promoted yet: the first time is named at the command line', async () => {
    const run = await served.product.run('a.json', jobText());
    const candidate = await stage(run);
    const { page, complaints } = await served.open();
    await page.goto('/promotions/');
    await page.getByText('Nothing was promoted yet.').waitFor();
    await page.getByText(`npx leantune promote ${candidate} --to FILE`).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Promote' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('over HTTP no file is read or rolled back that was never promoted to', async () => {
    const run = await served.product.run('a.json', jobText());
    const candidate = await stage(run);
    const review = `${served.product.url}/api/candidates/${candidate}?to=/etc/passwd`;
    expect((await fetch(review)).status).toBe(404);
    const undo = (headers: Record<string, string>) =>
      fetch(`${served.product.url}/api/promotions/rollback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ file: '/etc/passwd' }),
      });
    expect((await undo({})).status).toBe(401);
    expect((await undo({ authorization: `Bearer ${PRODUCT_TOKEN}` })).status).toBe(404);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    const page = { browser: served.site.browser, url: served.product.url };
    await inspectPages(page, scheme, {
      '/promotions/': (look) => look.getByText('Nothing was promoted yet.').waitFor(),
    });
    const run = await served.product.run('a.json', jobText());
    await promoteFirst(run);
    await stage(run, 2);
    await inspectPages(page, scheme, {
      '/promotions/': (look) => look.locator('.review').waitFor(),
    });
  });
});
