import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { serveSearches } from '../fixtures/served-searches.ts';
import { canBrowse, serveAllTests } from './product-site.ts';
import { axeViolations, overflow, standing } from './watched-page.ts';

const can = canBrowse('Run page');

/** Scrolls to what is asked for when it is seen, and waits for it. */
async function openAll(page: Page): Promise<void> {
  await page.locator('run-page[aria-busy=false]').waitFor();
  for (const part of ['search-explorer', 'run-course']) {
    await page.locator(part).scrollIntoViewIfNeeded();
    await page.locator(`${part}[aria-busy=false]`).waitFor();
  }
  await page.locator('importance-bars .bars, importance-bars p').first().waitFor();
}

/** Drags over a part of an element, told in shares of its box, once that stays where it is. */
async function drag(page: Page, target: Locator, from: [number, number], to: [number, number]) {
  await target.scrollIntoViewIfNeeded();
  const box = (await standing(() => target.boundingBox())) ?? expect.fail('nothing to drag on');
  const at = ([x, y]: [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 3 });
  await page.mouse.up();
}

const where = (page: Page): string[] => new URL(page.url()).searchParams.getAll('where');
const label = (page: Page, kind: string) =>
  page.locator(`chart-panel[kind=${kind}] .chart`).getAttribute('aria-label');

describe.skipIf(!can)('the page of a run in Chromium', () => {
  const served = serveAllTests(serveSearches);
  const address = (id: string, query = ''): string => `/run/?id=${id}${query}`;

  test('tells what slots did, how the best came and what constraints cost', async () => {
    const { page, complaints } = await served.open();
    const { constrained } = served.product.runs;
    const evaluations = await served.product.evaluations(constrained);
    await page.goto(address(constrained));
    await openAll(page);
    await page.locator('chart-panel[kind=slot-timeline] canvas').waitFor();
    await expect
      .poll(() => label(page, 'slot-timeline'))
      .toMatch(new RegExp(`^${evaluations.length} evaluations in .* 0 failed.*Slot 1 .*Slot 2 `));
    const missed = evaluations.filter(({ max_drawdown: drawdown = 0 }) => drawdown > 20).length;
    expect(missed).toBeGreaterThan(0);
    const constraint = page.locator('run-constraints li').first();
    await expect.poll(() => constraint.locator('strong').textContent()).toBe('Max drawdown ≤ 20');
    await expect
      .poll(() => constraint.locator('.count').textContent())
      .toMatch(`${missed} miss it, `);
    const best = evaluations.reduce((one, other) => (other.fitness > one.fitness ? other : one));
    await expect
      .poll(() => page.locator('run-convergence .body > p').first().textContent())
      .toMatch(`The best came at evaluation ${best.id} of ${evaluations.length} `);
    await expect
      .poll(() => page.locator('run-convergence h3').textContent())
      .toMatch(/^What stopping early/);
    await expect.poll(() => page.locator('chart-panel[kind=hypervolume]').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('a choice is seen in every plot, in the table and in the address', async () => {
    const { page, complaints } = await served.open();
    const { constrained } = served.product.runs;
    await page.goto(address(constrained));
    await openAll(page);
    await drag(page, page.locator('rank-plot canvas'), [0.1, 0.1], [0.6, 0.9]);
    await expect.poll(() => where(page).length).toBe(2);
    const [across, up] = await page
      .locator('heat-panel select')
      .evaluateAll((selects) => (selects as HTMLSelectElement[]).map(({ value }) => value));
    const ranges = where(page).map((text) => text.split('~'));
    expect(ranges.map(([key]) => key)).toEqual([`p ${across}`, `p ${up}`]);
    const chosen = (await served.product.evaluations(constrained)).filter(({ params }) =>
      ranges.every(([key = '', low, high]) => {
        const value = Number(params[key.slice(2)]);
        return value >= Number(low) && value <= Number(high);
      }),
    );
    expect(chosen.length).toBeGreaterThan(1);
    const valid = chosen.filter(({ status }) => status === 'complete');
    const of = page.locator('top-table .of');
    await expect
      .poll(() => of.textContent())
      .toBe(`of ${chosen.length} chosen, ${valid.length} of them valid`);
    const first = valid.toSorted((a, b) => b.fitness - a.fitness || a.id - b.id)[0];
    const link = page.locator('top-table tbody a').first();
    await expect.poll(() => link.textContent()).toBe(`#${first?.id}`);
    await expect
      .poll(() => page.locator('search-explorer .count').textContent())
      .toBe(`${chosen.length} of 180 shown are chosen`);
    await expect.poll(() => page.locator('heat-panel .drag-box').isVisible()).toBe(true);
    await page.reload();
    await expect.poll(() => of.textContent()).toMatch(`of ${chosen.length} chosen`);
    await page.getByRole('button', { name: 'Clear the choice' }).click();
    await expect.poll(() => where(page)).toEqual([]);
    await expect.poll(() => of.textContent()).toBe('');
    expect(complaints).toEqual([]);
  });

  test('a rectangle in the scatter chooses, and what is pointed at is marked elsewhere', async () => {
    const { page, complaints } = await served.open();
    await page.goto(address(served.product.runs.constrained));
    await openAll(page);
    await page.getByRole('button', { name: 'Choose by dragging' }).click();
    const over = page.locator('chart-panel[kind=evaluations] .u-over');
    await drag(page, over, [0.2, 0.05], [0.8, 0.95]);
    await expect
      .poll(() => where(page).map((text) => text.split('~')[0]))
      .toEqual(['id', 'fitness']);
    await drag(page, over, [0.5, 0.5], [0.5, 0.5]);
    await expect.poll(() => where(page)).toEqual([]);
    await page.locator('top-table tbody tr').first().hover();
    const rings = page.locator('slice-plots .hover-mark, rank-plot .hover-mark');
    await expect
      .poll(() => rings.evaluateAll((all) => all.map((one) => (one as HTMLElement).hidden)))
      .toEqual([false, false, false]);
    await page.locator('.run-name h1').hover();
    await expect
      .poll(() => rings.evaluateAll((all) => all.map((one) => (one as HTMLElement).hidden)))
      .toEqual([true, true, true]);
    expect(complaints).toEqual([]);
  });

  test('axes move and turn by keyboard and mouse, and the best or the valid can be alone', async () => {
    const { page, complaints } = await served.open();
    await page.goto(address(served.product.runs.constrained));
    await openAll(page);
    const names = page.locator('parallel-axes .axis-name');
    await expect.poll(() => names.count()).toBeGreaterThan(1);
    const before = await names.allTextContents();
    await drag(page, names.first(), [0.5, 0.5], [6, 0.5]);
    await expect.poll(() => names.first().textContent()).toBe(before[1]);
    await page.locator('parallel-axes .axis-name', { hasText: before[0] ?? '' }).focus();
    for (const _ of before) await page.keyboard.press('ArrowLeft');
    await expect.poll(() => names.allTextContents()).toEqual(before);
    await page.keyboard.press('l');
    const log = page.locator('parallel-axes .axis-log').first();
    await expect.poll(() => log.getAttribute('aria-pressed')).toBe('true');
    await page.locator('select[name=top-share]').selectOption('20');
    await page.getByLabel('Hide what failed').check();
    await expect.poll(() => where(page)[0]).toMatch(/^fitness~/);
    const inAddress = (name: string) => new URL(page.url()).searchParams.get(name);
    await expect.poll(() => inAddress('valid')).toBe('1');
    await expect.poll(() => inAddress('log')).toBe(`p ${before[0]}`);
    await page.reload();
    await expect.poll(() => log.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => page.getByLabel('Hide what failed').isChecked()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('the table sorts by any number, has the columns one wants and is copied', async () => {
    const { page, complaints } = await served.open({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { constrained } = served.product.runs;
    await page.goto(address(constrained));
    await page.locator('top-table[data-loaded]').waitFor();
    await page.getByLabel('Rows').selectOption('10');
    await page.getByRole('button', { name: 'Max drawdown' }).click();
    await page.getByRole('button', { name: 'Max drawdown' }).click();
    const valid = (await served.product.evaluations(constrained)).filter(
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
    await expect.poll(() => cells.allTextContents()).toEqual(drawdowns);
    await page.locator('top-table summary').click();
    const boxes = page.locator('top-table .columns');
    for (const name of ['Orders', 'Found by']) await boxes.getByLabel(name).uncheck();
    await expect.poll(() => page.url()).toContain('col=max_drawdown');
    await expect.poll(() => page.url()).toMatch(/rows=10&by=m\+max_drawdown&order=least/);
    await expect.poll(() => page.locator('top-table thead').textContent()).not.toContain('Orders');
    await page.getByRole('button', { name: 'Copy CSV' }).click();
    await page.getByText('CSV copied').waitFor();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toMatch(/^fitness,fast,slow,/);
    expect((await copied()).split('\r\n')).toHaveLength(11);
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await page.getByText('JSON copied').waitFor();
    await expect.poll(copied).toMatch(/^\[/);
    const rows = JSON.parse(await copied());
    expect(rows.map((row: { max_drawdown: number }) => row.max_drawdown)).toEqual(
      least.map(({ max_drawdown: one }) => one),
    );
    expect(complaints).toEqual([]);
  });

  test('several objectives have a hypervolume, failures are marked on the slots', async () => {
    const { page, complaints } = await served.open();
    await page.goto(address(served.product.runs.several));
    await openAll(page);
    await expect
      .poll(() => label(page, 'hypervolume'))
      .toMatch(/^Hypervolume [\d.]+% of the box Net/);
    await page.goto(address(served.product.runs.failing));
    await openAll(page);
    const failed = (await served.product.evaluations(served.product.runs.failing)).filter(
      ({ status }) => status === 'failed',
    ).length;
    expect(failed).toBeGreaterThan(0);
    await expect.poll(() => label(page, 'slot-timeline')).toMatch(` ${failed} failed.`);
    const key = page.locator('chart-panel[kind=slot-timeline] .legend');
    await expect.poll(() => key.textContent()).toContain('failed');
    expect(complaints).toEqual([]);
  });

  test('damaged files hide no more than what they held', async () => {
    const { page, complaints } = await served.open();
    await page.goto(address(served.product.runs.damaged));
    await openAll(page);
    await expect.poll(() => label(page, 'slot-timeline')).toMatch(/^2\d evaluations in /);
    await expect.poll(() => page.locator('run-course .old').isVisible()).toBe(false);
    await expect.poll(() => page.locator('top-table tbody tr').count()).toBeGreaterThan(5);
    expect(complaints).toEqual([]);
  });

  test('a run that goes on says what each slot does', async () => {
    const { page, complaints } = await served.open();
    const id = await served.product.startSlow();
    await page.goto(address(id));
    const slots = page.locator('run-slots li');
    await slots.first().waitFor();
    await expect.poll(() => slots.count()).toBe(2);
    await expect
      .poll(() => page.locator('run-slots').textContent())
      .toMatch(/#\d+fast \d+ {2}slow \d+/);
    await openAll(page);
    expect(await axeViolations(page)).toEqual([]);
    served.product.stop(id);
    await expect.poll(() => page.locator('run-slots').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'is accessible in the %s theme and fits any width',
    async (colorScheme) => {
      for (const id of [served.product.runs.constrained, served.product.runs.several]) {
        const { page, complaints } = await served.open({ colorScheme });
        await page.goto(address(id, '&where=fitness~0~100'));
        await openAll(page);
        await page.locator('top-table summary').click();
        await page.locator('search-explorer summary', { hasText: 'numbers' }).click();
        expect(await axeViolations(page)).toEqual([]);
        for (const width of [390, 1440, 2560]) {
          await page.setViewportSize({ width, height: 900 });
          await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
        }
        expect(complaints).toEqual([]);
      }
    },
  );
});
