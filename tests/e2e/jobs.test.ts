import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { endlessJob, jobText } from '../fixtures/served-product.ts';
import { canBrowse, dropFile, giveToken, inspectPages, serveEachTest } from './product-site.ts';

const can = canBrowse('Jobs page');

describe.skipIf(!can)('the page of jobs in Chromium', () => {
  const served = serveEachTest();

  /** One that runs, two that wait and one that is at fault. */
  async function fill(): Promise<void> {
    await served.product.daemon.drop('runs.json', endlessJob());
    await served.product.daemon.drop('next.json', endlessJob({ seed: 2 }));
    await served.product.daemon.drop('later.json', endlessJob({ seed: 3 }));
    await served.product.daemon.drop('bad.json', jobText({ slots: 0 })).catch(() => {});
    await served.product.writeConfig('<b>bad.json', jobText({ rules: ['fast < slov'] }));
    await expect.poll(() => served.product.daemon.jobs().length).toBe(4);
  }

  test('shows what runs, what waits in its order, and faults with their lines', async () => {
    await fill();
    const { page, complaints } = await served.open();
    await page.goto('/jobs/');
    const rows = page.locator('jobs-table tbody tr');
    await expect.poll(() => rows.count()).toBe(4);
    const texts = [
      'runs.jsonRunning',
      'next.jsonQueued, next',
      'later.jsonQueued, number 2',
      '<b>bad.jsonRejected',
    ].map((text) => expect.stringContaining(text));
    await expect.poll(() => rows.allTextContents()).toEqual(texts);
    await expect
      .poll(() => rows.nth(3).textContent())
      .toMatch(/rules\[0\], line \d+: wanted the name of a parameter/);
    await expect.poll(() => page.locator('jobs-table b').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a job that waits is cancelled, and the next one moves up', async () => {
    await fill();
    const { page, complaints } = await served.open();
    await page.goto('/jobs/');
    await page.getByRole('button', { name: 'Cancel next.json' }).click();
    await giveToken(page);
    await page.getByRole('row', { name: /^next\.json Stopped/ }).waitFor();
    await page.getByRole('row', { name: /^later\.json Queued, next/ }).waitFor();
    await page.getByRole('button', { name: 'Stop runs.json' }).click();
    await page.getByRole('row', { name: /^later\.json Running/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a rejected job is mended in the editor and starts', async () => {
    await served.product.writeConfig('bad.json', jobText({ rules: ['fast < slov'] }));
    const { page, complaints } = await served.open({
      expected: /409/,
    });
    await page.goto('/jobs/');
    await page.getByRole('button', { name: 'Edit bad.json' }).click();
    await page.getByRole('button', { name: /^Line \d+$/ }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.insertText('    "fast < slow"');
    await page.getByText('Ready to start').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await giveToken(page);
    await page.getByRole('button', { name: 'Replace the file' }).click();
    await page.waitForURL(/\/run\/\?id=/);
    await expect.poll(() => readdir(served.product.configFolder)).toEqual(['bad.json']);
    expect(complaints).toEqual([]);
  });

  test('a job is written from nothing: what must be there and its values are offered', async () => {
    const { page, complaints } = await served.open({ viewport: { width: 390, height: 844 } });
    await page.goto('/jobs/');
    await page.getByRole('button', { name: 'New job' }).click();
    await page.getByText('Ready to start').waitFor();
    const editor = page.locator('.cm-content');
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.getByText('found an empty file').waitFor();
    await page.keyboard.type('{ "stra');
    const offered = page.locator('.cm-tooltip-autocomplete li');
    await offered.filter({ hasText: 'strategy' }).click();
    await offered.filter({ hasText: 'rsi-reversion' }).click();
    await page.keyboard.type(', "da');
    await offered.filter({ hasText: /^data/ }).click();
    await offered.filter({ hasText: 'sample' }).click();
    await expect
      .poll(() => editor.textContent())
      .toContain('{ "strategy": "rsi-reversion", "data": "sample"');
    expect(complaints).toEqual([]);
  });

  test('a file that cannot be a job says why, and leaves what is written', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/jobs/');
    await page.getByRole('button', { name: 'New job' }).waitFor();
    await dropFile(page, 'big.json', ' '.repeat(5_000_000));
    await page.getByText('Ready to start').waitFor();
    const message = page.locator('job-composer .message');
    await expect
      .poll(() => message.textContent())
      .toBe('Cannot open big.json: wanted at most 1 MB, found 5.0 MB');
    await dropFile(page, 'photo.png', 'no job');
    await expect.poll(() => message.textContent()).toMatch(/photo\.png: wanted a \.json/);
    await expect.poll(() => page.locator('.cm-content').textContent()).toContain('sma-cross');
    await dropFile(page, 'list.json', '[1, 2]');
    await expect
      .poll(() => page.locator('job-findings').textContent())
      .toContain('wanted an object');
    await expect.poll(() => message.textContent()).toBe('');
    expect(complaints).toEqual([]);
  });

  test('a file is removed, and can be put back', async () => {
    await served.product.run('a.json', jobText());
    const { page, complaints } = await served.open();
    await page.goto('/jobs/');
    await page.getByRole('button', { name: 'Remove a.json' }).click();
    await giveToken(page);
    await page.getByText('a.json was removed.').waitFor();
    await page.getByText('The folder is empty.').waitFor();
    await page.getByRole('button', { name: 'Put it back to edit' }).click();
    await page.getByText('Ready to start').waitFor();
    await expect.poll(() => page.getByLabel('File', { exact: true }).inputValue()).toBe('a.json');
    expect(complaints).toEqual([]);
  });

  test('the job of a run is opened, measured and its data looked at', async () => {
    const run = await served.product.run('a.json', jobText());
    const { page, complaints } = await served.open();
    await page.goto(`/jobs/?run=${run}`);
    await page.getByText('Ready to start').waitFor();
    await expect
      .poll(() => page.locator('job-findings .plan').textContent())
      .toContain(`by the rate of run ${run}`);
    await page.getByRole('button', { name: 'Look at its data and measure' }).click();
    await giveToken(page);
    await page.getByText(/Measured .*\/s.*SPX: 1,000 bars/).waitFor();
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    await fill();
    await inspectPages({ browser: served.site.browser, url: served.product.url }, scheme, {
      '/jobs/': (page) => page.getByRole('row', { name: /^runs\.json/ }).waitFor(),
    });
  });
});
