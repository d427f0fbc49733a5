import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serveSearches } from '../fixtures/served-searches.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { axeViolations, overflow, watchedPage } from './watched-page.ts';

const executable = findChromium();
const wanted = executable !== null || process.env['CI'] === 'true';
if (!wanted) console.warn('Run page skipped: wanted Chromium, found none (set CHROMIUM)');

/** Scrolls to what is asked for when it is seen, and waits for it. */
async function openAll(page: Page): Promise<void> {
  await page.locator('run-page[aria-busy=false]').waitFor();
  for (const part of ['search-explorer', 'run-course']) {
    await page.locator(part).scrollIntoViewIfNeeded();
    await page.locator(`${part}[aria-busy=false]`).waitFor();
  }
  await page.locator('importance-bars .bars, importance-bars p').first().waitFor();
}

/** Drags over a part of an element, told in shares of its box. */
async function drag(page: Page, target: Locator, from: [number, number], to: [number, number]) {
  await target.scrollIntoViewIfNeeded();
  const box = (await target.boundingBox()) ?? expect.fail('nothing to drag on');
  const at = ([x, y]: [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 3 });
  await page.mouse.up();
}

/** Waits as long as a loaded machine may take. */
const soon = <Value>(read: () => Value) => expect.poll(read, { timeout: 30_000 });

const where = (page: Page): string[] => new URL(page.url()).searchParams.getAll('where');
const label = (page: Page, kind: string) =>
  page.locator(`chart-panel[kind=${kind}] .chart`).getAttribute('aria-label');

describe.skipIf(!wanted)('the page of a run in Chromium', { timeout: 120_000 }, () => {
  let site: string;
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serveSearches>>;
  const address = (id: string, query = ''): string => `/run/?id=${id}${query}`;

  beforeAll(async () => {
    if (executable === null) throw new Error('Cannot test the site: wanted Chromium, found none');
    site = await mkdtemp(join(tmpdir(), 'leantune-site-'));
    const astro = join('node_modules', 'astro', 'bin', 'astro.mjs');
    await promisify(execFile)(process.execPath, [astro, 'build', '--outDir', site]);
    browser = await launchChromium(executable);
    server = await serveSearches(site);
  }, 180_000);

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (site) await rm(site, { recursive: true });
  });

  test('tells what slots did, how the best came and what constraints cost', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    const { constrained } = server.runs;
    const evaluations = await server.evaluations(constrained);
    await page.goto(address(constrained));
    await openAll(page);
    await page.locator('chart-panel[kind=slot-timeline] canvas').waitFor();
    expect(await label(page, 'slot-timeline')).toMatch(
      new RegExp(`^${evaluations.length} evaluations in .* 0 failed.*Slot 1 .*Slot 2 `),
    );
    const missed = evaluations.filter(({ max_drawdown: drawdown = 0 }) => drawdown > 20).length;
    expect(missed).toBeGreaterThan(0);
    const constraint = page.locator('run-constraints li').first();
    expect(await constraint.locator('strong').textContent()).toBe('Max drawdown <= 20');
    expect(await constraint.locator('.count').textContent()).toMatch(`${missed} miss it, `);
    const best = evaluations.reduce((one, other) => (other.fitness > one.fitness ? other : one));
    expect(await page.locator('run-convergence .body > p').first().textContent()).toMatch(
      `The best came at evaluation ${best.id} of ${evaluations.length} `,
    );
    expect(await page.locator('run-convergence h3').textContent()).toMatch(/^What stopping early/);
    expect(await page.locator('chart-panel[kind=hypervolume]').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('a choice is seen in every plot, in the table and in the address', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    const { constrained } = server.runs;
    await page.goto(address(constrained));
    await openAll(page);
    await drag(page, page.locator('rank-plot canvas'), [0.1, 0.1], [0.6, 0.9]);
    const [across, up] = await page
      .locator('heat-panel select')
      .evaluateAll((selects) => (selects as HTMLSelectElement[]).map(({ value }) => value));
    await soon(() => where(page).length).toBe(2);
    const ranges = where(page).map((text) => text.split('~'));
    expect(ranges.map(([key]) => key)).toEqual([`p ${across}`, `p ${up}`]);
    const chosen = (await server.evaluations(constrained)).filter(({ params }) =>
      ranges.every(([key = '', low, high]) => {
        const value = Number(params[key.slice(2)]);
        return value >= Number(low) && value <= Number(high);
      }),
    );
    expect(chosen.length).toBeGreaterThan(1);
    const valid = chosen.filter(({ status }) => status === 'complete');
    const of = page.locator('top-table .of');
    await soon(() => of.textContent()).toBe(
      `of ${chosen.length} chosen, ${valid.length} of them valid`,
    );
    const first = valid.toSorted((a, b) => b.fitness - a.fitness || a.id - b.id)[0];
    const link = page.locator('top-table tbody a').first();
    await soon(() => link.textContent()).toBe(`#${first?.id}`);
    expect(await page.locator('search-explorer .count').textContent()).toBe(
      `${chosen.length} of 180 shown are chosen`,
    );
    expect(await page.locator('heat-panel .drag-box').isVisible()).toBe(true);
    await page.reload();
    await soon(() => of.textContent()).toMatch(`of ${chosen.length} chosen`);
    await page.getByRole('button', { name: 'Clear the choice' }).click();
    await soon(() => where(page)).toEqual([]);
    await soon(() => of.textContent()).toBe('');
    expect(complaints).toEqual([]);
  });

  test('a rectangle in the scatter chooses, and what is pointed at is marked elsewhere', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(address(server.runs.constrained));
    await openAll(page);
    await page.getByRole('button', { name: 'Choose by dragging' }).click();
    const over = page.locator('chart-panel[kind=evaluations] .u-over');
    await drag(page, over, [0.2, 0.05], [0.8, 0.95]);
    await soon(() => where(page).map((text) => text.split('~')[0])).toEqual(['id', 'fitness']);
    await drag(page, over, [0.5, 0.5], [0.5, 0.5]);
    await soon(() => where(page)).toEqual([]);
    await page.locator('top-table tbody tr').first().hover();
    const rings = page.locator('slice-plots .hover-mark, rank-plot .hover-mark');
    await soon(() =>
      rings.evaluateAll((all) => all.map((one) => (one as HTMLElement).hidden)),
    ).toEqual([false, false, false]);
    await page.locator('.run-name h1').hover();
    await soon(() =>
      rings.evaluateAll((all) => all.map((one) => (one as HTMLElement).hidden)),
    ).toEqual([true, true, true]);
    expect(complaints).toEqual([]);
  });

  test('axes move and turn by keyboard and mouse, and the best or the valid can be alone', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(address(server.runs.constrained));
    await openAll(page);
    const names = page.locator('parallel-axes .axis-name');
    const before = await names.allTextContents();
    await drag(page, names.first(), [0.5, 0.5], [6, 0.5]);
    await soon(() => names.first().textContent()).toBe(before[1]);
    await page.locator('parallel-axes .axis-name', { hasText: before[0] ?? '' }).focus();
    for (const _ of before) await page.keyboard.press('ArrowLeft');
    expect(await names.allTextContents()).toEqual(before);
    await page.keyboard.press('l');
    const log = page.locator('parallel-axes .axis-log').first();
    await soon(() => log.getAttribute('aria-pressed')).toBe('true');
    await page.locator('select[name=top-share]').selectOption('20');
    await page.getByLabel('Hide what failed').check();
    await soon(() => where(page)[0]).toMatch(/^fitness~/);
    const inAddress = (name: string) => new URL(page.url()).searchParams.get(name);
    await soon(() => inAddress('valid')).toBe('1');
    expect(inAddress('log')).toBe(`p ${before[0]}`);
    await page.reload();
    await soon(() => log.getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByLabel('Hide what failed').isChecked()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('the table sorts by any number, has the columns one wants and is copied', async () => {
    const { page, complaints } = await watchedPage(browser, server.url, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { constrained } = server.runs;
    await page.goto(address(constrained));
    await page.locator('top-table[data-loaded]').waitFor();
    await page.getByLabel('Rows').selectOption('10');
    await page.getByRole('button', { name: 'Max drawdown' }).click();
    await page.getByRole('button', { name: 'Max drawdown' }).click();
    const valid = (await server.evaluations(constrained)).filter(
      ({ status }) => status === 'complete',
    );
    const least = valid
      .toSorted((a, b) => (a.max_drawdown ?? 0) - (b.max_drawdown ?? 0) || a.id - b.id)
      .slice(0, 10);
    const drawdowns = least.map(({ max_drawdown: one = 0 }) => `${one.toFixed(2)}%`);
    const head = page.locator('top-table th[aria-sort=ascending]');
    await head.waitFor();
    const place = await head.evaluate((one) => (one as HTMLTableCellElement).cellIndex);
    const cells = page.locator(`top-table tbody tr > :nth-child(${place + 1})`);
    await soon(() => cells.allTextContents()).toEqual(drawdowns);
    await page.locator('top-table summary').click();
    const boxes = page.locator('top-table .columns');
    for (const name of ['Orders', 'Found by']) await boxes.getByLabel(name).uncheck();
    await soon(() => page.url()).toContain('col=max_drawdown');
    expect(page.url()).toMatch(/rows=10&by=m\+max_drawdown&order=least/);
    await soon(() => page.locator('top-table thead').textContent()).not.toContain('Orders');
    await page.getByRole('button', { name: 'Copy CSV' }).click();
    await page.getByText('CSV copied').waitFor();
    const csv = await page.evaluate(() => navigator.clipboard.readText());
    expect(csv.split('\r\n')).toHaveLength(11);
    expect(csv).toMatch(/^fitness,fast,slow,/);
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await page.getByText('JSON copied').waitFor();
    const rows = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    expect(rows.map((row: { max_drawdown: number }) => row.max_drawdown)).toEqual(
      least.map(({ max_drawdown: one }) => one),
    );
    expect(complaints).toEqual([]);
  });

  test('several objectives have a hypervolume, failures are marked on the slots', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(address(server.runs.several));
    await openAll(page);
    await soon(() => label(page, 'hypervolume')).toMatch(/^Hypervolume [\d.]+% of the box Net/);
    await page.goto(address(server.runs.failing));
    await openAll(page);
    const failed = (await server.evaluations(server.runs.failing)).filter(
      ({ status }) => status === 'failed',
    ).length;
    expect(failed).toBeGreaterThan(0);
    await soon(() => label(page, 'slot-timeline')).toMatch(` ${failed} failed.`);
    const key = page.locator('chart-panel[kind=slot-timeline] .legend');
    expect(await key.textContent()).toContain('failed');
    expect(complaints).toEqual([]);
  });

  test('damaged files hide no more than what they held', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(address(server.runs.damaged));
    await openAll(page);
    await soon(() => label(page, 'slot-timeline')).toMatch(/^2\d evaluations in /);
    expect(await page.locator('run-course .course-problem').isVisible()).toBe(false);
    expect(await page.locator('top-table tbody tr').count()).toBeGreaterThan(5);
    expect(complaints).toEqual([]);
  });

  test('a run that goes on says what each slot does', async () => {
    const { page, complaints } = await watchedPage(browser, server.url);
    const id = await server.startSlow();
    await page.goto(address(id));
    const slots = page.locator('run-slots li');
    await slots.first().waitFor();
    expect(await slots.count()).toBe(2);
    await soon(() => page.locator('run-slots').textContent()).toMatch(/#\d+fast \d+ {2}slow \d+/);
    await openAll(page);
    expect(await axeViolations(page)).toEqual([]);
    server.stop(id);
    await soon(() => page.locator('run-slots').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'is accessible in the %s theme and fits any width',
    async (colorScheme) => {
      for (const id of [server.runs.constrained, server.runs.several]) {
        const { page, complaints } = await watchedPage(browser, server.url, { colorScheme });
        await page.goto(address(id, '&where=fitness~0~100'));
        await openAll(page);
        await page.locator('top-table summary').click();
        await page.locator('search-explorer summary').click();
        expect(await axeViolations(page)).toEqual([]);
        for (const width of [390, 1440, 2560]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await overflow(page)).toBeLessThanOrEqual(0);
        }
        expect(complaints).toEqual([]);
      }
    },
  );
});
