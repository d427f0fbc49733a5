import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  endlessJob,
  jobText,
  PRODUCT_TOKEN,
  type ServedProduct,
} from '../fixtures/served-product.ts';
import {
  canBrowse,
  dropFile,
  giveToken,
  inspectPages,
  scriptBytes,
  serveEachTest,
} from './product-site.ts';
import { axeViolations } from './watched-page.ts';

const can = canBrowse('Runs page');

/** Copies of a small real run under other ids, names and states. */
async function copyRuns({ store }: ServedProduct, run: string, count: number): Promise<void> {
  const record = JSON.parse(await readFile(join(store.folder(run), 'run.json'), 'utf8')) as object;
  for (let index = 0; index < count; index++) {
    const at = new Date(Date.UTC(2020, 0, 1) + index * 1_800_000);
    const id = at.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15);
    const state = ['complete', 'stopped', 'failed'][index % 3];
    const study = [null, 'gold', 'silver'][index % 3];
    const created = at.toISOString();
    const copy = { ...record, id, name: `run-${index}`, state, study, created_at: created };
    await mkdir(store.folder(id));
    await writeFile(join(store.folder(id), 'run.json'), JSON.stringify(copy));
  }
}

describe.skipIf(!can)('the page of runs in Chromium', () => {
  const served = serveEachTest();

  test('filters by study, tag and symbol, groups by study, and keeps the view in the address', async () => {
    await served.product.run('a.json', jobText({ study: 'gold', tags: ['x'] }));
    await served.product.run('b.json', jobText({ study: 'gold', seed: 2 }));
    await served.product.run('c.json', jobText({ symbol: 'QQQ' }));
    const { page, complaints } = await served.open();
    await page.goto('/');
    const rows = page.locator('runs-table tbody tr:not(.space)');
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByLabel('Filter runs by tag').waitFor({ state: 'hidden' });
    await page.getByLabel('Filter runs by symbol').selectOption('QQQ');
    await expect.poll(() => rows.count()).toBe(1);
    await page.goto('/?study=gold');
    await expect.poll(() => rows.count()).toBe(2);
    await page.goto('/?tag=x');
    await expect.poll(() => rows.count()).toBe(1);
    await page.goto('/');
    await page.getByLabel('By study', { exact: true }).check();
    await expect.poll(() => rows.allTextContents()).toHaveLength(2);
    await expect.poll(() => rows.first().textContent()).toContain('gold (2)');
    await expect.poll(() => rows.first().textContent()).toMatch(/best \d/);
    await page.getByRole('button', { name: 'gold (2)' }).click();
    await expect.poll(() => rows.count()).toBe(4);
    await expect.poll(() => page.url()).toContain('group=study&open=gold');
    await page.reload();
    await expect.poll(() => rows.count()).toBe(4);
    expect(complaints).toEqual([]);
  });

  test('draws of 10,000 runs what is in sight, and reaches the last', async () => {
    const run = await served.product.run('a.json', jobText());
    await copyRuns(served.product, run, 10_000);
    const { page, complaints } = await served.open();
    await page.goto('/');
    await page.locator('h1', { hasText: '10,001' }).waitFor();
    const rows = page.locator('runs-table tbody tr:not(.space)');
    await expect.poll(() => rows.count()).toBeLessThan(200);
    await expect
      .poll(() => page.locator('runs-table table').getAttribute('aria-rowcount'))
      .toBe('10002');
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.getByRole('link', { name: 'run-0', exact: true }).waitFor();
    await expect.poll(() => rows.last().getAttribute('aria-rowindex')).toBe('10002');
    await expect.poll(() => rows.count()).toBeLessThan(200);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
    await page.getByRole('link', { name: 'run-5000', exact: true }).waitFor();
    await page.getByRole('searchbox').fill('run-77');
    await page.locator('h1', { hasText: '111 of 10,001' }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('By study', { exact: true }).check();
    await page.getByRole('button', { name: 'gold (3,333)' }).waitFor();
    await expect.poll(() => rows.count()).toBe(3);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a file that is dropped onto the page is checked, mended with completion, and started', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/');
    await page.getByText('No runs yet').waitFor();
    const text = jobText({ stages: [{ sampler: 'random', samples: -3 }] });
    await dropFile(page, 'mine.json', text);
    await page.getByText('1 fault').waitFor();
    await expect
      .poll(() => page.locator('job-findings .problems').textContent())
      .toContain('stages[0].samples');
    await expect
      .poll(() => page.getByRole('button', { name: 'Start', exact: true }).isDisabled())
      .toBe(true);
    await page.getByRole('button', { name: /^Line \d+$/ }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('9,');
    await page.keyboard.press('Enter');
    await page.keyboard.type('"se');
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'seed' }).waitFor();
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'seed' }).click();
    await page.keyboard.type('5');
    await page.getByText('Ready to start').waitFor();
    await expect
      .poll(() => page.locator('job-findings .plan').textContent())
      .toContain('at most 9');
    expect(await axeViolations(page)).toEqual([]);
    expect(await scriptBytes(page, served.site.folder)).toBeLessThan(150 * 1024);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await giveToken(page);
    await page.waitForURL(/\/run\/\?id=/);
    const id = new URL(page.url()).searchParams.get('id') ?? '';
    await served.product.ended(id);
    const { record, job } = await served.product.store.read(id);
    expect(record.symbols[0]?.counts.evaluations).toBe(9);
    expect(job.stages[0]).toMatchObject({ seed: 5 });
    await expect
      .poll(() => readFile(join(served.product.configFolder, 'mine.json'), 'utf8'))
      .toContain('"seed": 5');
    expect(complaints).toEqual([]);
  });

  test('YAML is completed and checked, and a file that is there is not overwritten unasked', async () => {
    await served.product.run(
      'mine.yaml',
      'strategy: sma-cross\ndata: sample\nsymbol: SPX\nstart: 2000-01-03\nend: 2010-01-01\nparameters:\n  - { name: fast, type: int, min: 2, max: 9 }\nstages:\n  - sampler: random\n    samples: 5\n',
    );
    const { page, complaints } = await served.open({
      expected: /409/,
    });
    await page.goto('/jobs/');
    await page.getByRole('button', { name: 'Edit mine.yaml' }).click();
    await page.getByText('Ready to start').waitFor();
    // Its language is loaded by itself, and says how far a line is indented.
    await page.locator('.cm-line span', { hasText: /^strategy$/ }).waitFor();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('  - sampler: sob');
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'sobol' }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.type('samp');
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'samples' }).click();
    await page.keyboard.type('3');
    await page.getByText('Ready to start').waitFor();
    await expect.poll(() => page.locator('job-findings .plan').textContent()).toContain('sobol 3');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await giveToken(page);
    await page.getByText('There is a file "mine.yaml" in config/ already').waitFor();
    await page.getByRole('button', { name: 'Replace the file' }).click();
    await page.waitForURL(/\/run\/\?id=/);
    expect(complaints).toEqual([]);
  });

  test('tells of a study by the title that people give it, at once', async () => {
    await served.product.run('a.json', jobText({ study: 'gold' }));
    await served.product.run('b.json', jobText({ study: 'silver', seed: 2 }));
    const { page, complaints } = await served.open();
    await page.goto('/');
    await page.getByRole('link', { name: 'gold', exact: true }).waitFor();
    await served.product.catalog.studies.annotate('gold', { title: 'Gold in winter' });
    const link = page.getByRole('link', { name: 'Gold in winter', exact: true });
    await link.waitFor();
    await expect.poll(() => link.getAttribute('href')).toContain('name=gold');
    await expect
      .poll(() => page.getByLabel('Filter runs by study').locator('option').allTextContents())
      .toEqual(['Any study', 'Gold in winter', 'silver']);
    await page.goto('/?group=study&q=winter');
    await page.getByRole('button', { name: 'Gold in winter (1)' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a page that shows a run which somebody else deletes says so, and brings it back', async () => {
    const run = await served.product.run('a.json', jobText());
    const { page, complaints } = await served.open();
    await page.goto(`/run/?id=${run}`);
    await page.locator('connection-status[data-state=live]').waitFor();
    const gone = page.getByText('This run was deleted.');
    await expect.poll(() => gone.isHidden()).toBe(true);
    const deleted = await fetch(`${served.product.url}/api/runs/${run}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${PRODUCT_TOKEN}` },
    });
    expect(deleted.status).toBe(200);
    await gone.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await giveToken(page);
    await gone.waitFor({ state: 'hidden' });
    await expect.poll(async () => (await served.product.store.list()).records.length).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('a run is noted, archived, staged, run again, deleted and brought back from its page', async () => {
    const run = await served.product.run('a.json', jobText());
    const { page, complaints } = await served.open();
    await page.goto(`/run/?id=${run}`);
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Archive' }).click();
    await giveToken(page);
    await page.getByText('In the archive').waitFor();
    await expect.poll(() => served.product.catalog.of(run).archived).toBe(true);
    await page.getByRole('button', { name: 'Edit note and tags' }).click();
    await page.getByLabel('Note, in Markdown').fill('**bold** <img src=x onerror=alert(1)>');
    await page.getByLabel('Tags, with commas between').fill('kept');
    await page.locator('run-note').getByRole('button', { name: 'Save' }).click();
    await page.locator('run-note strong', { hasText: 'bold' }).waitFor();
    await expect.poll(() => page.locator('run-note img').count()).toBe(0);
    await page.locator('run-note .own-tags', { hasText: 'kept' }).waitFor();
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Raise its budget' }).click();
    await page.getByLabel('Evaluations of a symbol').fill('33');
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.locator('run-figures', { hasText: '33' }).waitFor();
    await served.product.ended(run);
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Run again with another seed' }).click();
    await page.waitForURL((url) => url.searchParams.get('id') !== run);
    const again = new URL(page.url()).searchParams.get('id') ?? '';
    await served.product.ended(again);
    await page.locator('.state', { hasText: 'Complete' }).first().waitFor();
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('It is in the trash.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('It is back').waitFor();
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Stage its best' }).click();
    await page.waitForURL(/\/promotions\/\?candidate=/);
    await page.locator('.review', { hasText: 'constraints' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    const run = await served.product.run('a.json', jobText({ study: 'gold', tags: ['x'] }));
    await served.product.run('b.json', jobText({ seed: 2 }));
    await served.product.daemon.drop('c.json', endlessJob());
    const table = 'runs-table[aria-busy=false]';
    await inspectPages({ browser: served.site.browser, url: served.product.url }, scheme, {
      '/': (page) => page.locator(table).waitFor(),
      '/?group=study&open=gold': (page) => page.locator(`${table} tr.group`).first().waitFor(),
      '/?q=nothing': (page) => page.getByText('No run matches.').waitFor(),
      '/?archived=1': async (page) => {
        await page.getByRole('button', { name: 'New job' }).click();
        await page.getByText('Ready to start').waitFor();
      },
      [`/run/?id=${run}`]: async (page) => {
        await page.getByText('More', { exact: true }).click();
        await page.getByRole('button', { name: 'Stage its best' }).waitFor();
      },
    });
  });
});
