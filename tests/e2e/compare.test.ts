import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { searching, serveUniverse } from '../fixtures/served-universe.ts';
import { canBrowse, serveAllTests } from './product-site.ts';
import { axeViolations, overflow, standing } from './watched-page.ts';

const can = canBrowse('Compare page');

const KINDS = ['bests-so-far', 'shares', 'equities'] as const;

/** Waits until a chart says this in words. */
async function says(page: Page, kind: (typeof KINDS)[number], text: RegExp): Promise<void> {
  await page.waitForFunction(
    ([selector, source]) =>
      new RegExp(source ?? '').test(document.querySelector(selector ?? '')?.ariaLabel ?? ''),
    [`chart-panel[kind=${kind}] .chart`, text.source],
  );
}

const settled = (page: Page) => page.locator('compare-page[aria-busy=false]').waitFor();

const row = (page: Page, name: string | RegExp) =>
  page.locator('compare-table tr', { has: page.getByRole('rowheader', { name, exact: true }) });

describe.skipIf(!can)('the comparison of runs in Chromium', () => {
  const served = serveAllTests(serveUniverse);
  let runs: Readonly<Record<'random' | 'other' | 'tpe' | 'dates' | 'failed', string>>;

  const pathOf = (...names: (keyof typeof runs)[]) =>
    `/compare/?runs=${names.map((name) => runs[name]).join()}`;

  beforeAll(async () => {
    runs = {
      random: await served.product.run({ name: 'random', ...searching('random', 60) }),
      other: await served.product.run({
        name: 'random again',
        seed: 7,
        ...searching('random', 40),
      }),
      tpe: await served.product.run({ name: 'tpe <i>x</i>', ...searching('tpe', 60) }),
      dates: await served.product.run({
        name: 'later',
        from: '2011-01-03',
        ...searching('random', 20),
      }),
      failed: await served.product.run({ name: 'broken', ...searching('random', 20), slots: 3 }),
    };
  });

  test('draws every run by evaluations and by seconds, its distribution and its equity', async () => {
    const { page, complaints } = await served.open();
    await page.goto(pathOf('random', 'other', 'tpe'));
    await settled(page);
    await says(page, 'bests-so-far', /random: .*random again: .*tpe <i>x<\/i>: /);
    await says(page, 'bests-so-far', /random: [^:]* in 60 evaluations\..* in 40 evaluations\./);
    await says(page, 'shares', /random: half of its valid sets .*random again: half .*tpe/);
    await says(page, 'equities', /^Benchmark AAA: 100 on .*random: 100 on .*tpe/);
    await page.getByRole('button', { name: 'By seconds' }).click();
    await says(page, 'bests-so-far', /random: .* in [\d.]+ s\./);
    await page.getByLabel('Show tpe <i>x</i> in the charts').uncheck();
    for (const kind of KINDS) {
      await says(page, kind, /^(?!.*tpe).*random again/);
    }
    await expect.poll(() => page.url()).toContain(`&x=seconds&hide=${runs.tpe}`);
    await expect.poll(() => page.locator('main i').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('the lines of a run keep their colour when others are hidden or removed', async () => {
    const { page, complaints } = await served.open();
    await page.goto(pathOf('random', 'other', 'tpe'));
    await settled(page);
    const swatch = page.locator('compare-legend tr', { hasText: 'tpe' }).locator('.swatch');
    const before = await swatch.getAttribute('data-series');
    // Pointing at its row lets its line stand out of the others.
    const canvas = page.locator('chart-panel[kind=bests-so-far] canvas');
    await says(page, 'shares', /tpe/);
    const drawn = () => canvas.evaluate((made: HTMLCanvasElement) => made.toDataURL());
    const plain = await standing(drawn);
    await page.locator('compare-legend tr', { hasText: 'tpe' }).hover();
    await expect.poll(drawn).not.toBe(plain);
    await page.locator('h1').hover();
    await expect.poll(drawn).toBe(plain);
    await page.getByRole('button', { name: 'Remove random', exact: true }).click();
    await expect.poll(() => swatch.getAttribute('data-series')).toBe(before);
    await expect.poll(() => page.locator('compare-table thead th').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('stars the better one, after the same number of evaluations, too', async () => {
    const { page, complaints } = await served.open();
    await page.goto(pathOf('random', 'other', 'tpe'));
    await settled(page);
    await says(page, 'shares', /tpe/);
    const fitness = await Promise.all(
      [runs.random, runs.other, runs.tpe].map(async (id) => {
        const { record } = await served.product.store.read(id);
        return record.symbols[0]?.best?.fitness ?? Number.NaN;
      }),
    );
    const best = Math.max(...fitness);
    const stars = row(page, 'Fitness').first().locator('td');
    for (const [place, value] of fitness.entries()) {
      const isBetter = value === best && Math.min(...fitness) < best;
      await expect
        .poll(async () => (await stars.nth(place).getAttribute('data-mark')) === 'better')
        .toBe(isBetter);
    }
    await row(page, 'Fitness after 40').waitFor();
    await expect
      .poll(() => row(page, 'Seed').locator('td').allTextContents())
      .toEqual(['42', 'differs: 7', '42']);
    await expect.poll(() => row(page, 'fast').locator('.track').count()).toBe(3);
    await page.locator('.hints', { hasText: '40 to 60 evaluations' }).waitFor();
    await expect.poll(() => page.locator('.unlike').isHidden()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('says what is not comparable, and stars nothing of it', async () => {
    const { page, complaints } = await served.open();
    await page.goto(pathOf('random', 'dates'));
    await settled(page);
    await page.getByText('These runs differ in dates, so their figures').waitFor();
    await page.locator('compare-table thead .other', { hasText: 'other dates' }).waitFor();
    await expect.poll(() => page.locator('compare-table tbody [data-mark=better]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a failed run and one that is not there stand beside the others', async () => {
    const { page, complaints } = await served.open({ expected: /404/ });
    await page.goto(`${pathOf('random', 'failed')},20200101_000000`);
    await settled(page);
    await page.locator('compare-legend tr', { hasText: 'broken' }).getByText('Failed').waitFor();
    await page.getByText('20200101_000000: There is no run').waitFor();
    await says(page, 'bests-so-far', /^random: [^:]*$/);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('follows a run that goes on', async () => {
    const going = await served.product.begin('going');
    const { page, complaints } = await served.open();
    await page.goto(`/compare/?runs=${runs.random},${going}`);
    const count = page.locator('compare-legend tr', { hasText: 'going' }).locator('td').nth(4);
    const number = async () => Number((await count.textContent())?.replaceAll(',', ''));
    await expect.poll(number).toBeGreaterThan(0);
    const first = await number();
    await expect.poll(number).toBeGreaterThan(first);
    await served.product.stop(going);
    await page.locator('compare-legend tr', { hasText: 'going' }).getByText('Stopped').waitFor();
    expect(complaints).toEqual([]);
  });

  test('the history leads to the comparison of the runs that are chosen', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/');
    await page.getByLabel('Choose random to compare', { exact: true }).check();
    await page.getByLabel('Choose later to compare').check();
    await page.getByRole('link', { name: 'Compare 2 runs' }).click();
    await settled(page);
    await expect.poll(() => page.locator('compare-table thead th').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, at any width', async (scheme) => {
    for (const width of [390, 1440, 2560]) {
      const options = { colorScheme: scheme, viewport: { width, height: 900 } };
      const { page, complaints } = await served.open(options);
      await page.goto(`${pathOf('random', 'other', 'tpe', 'dates')}&all=1`);
      await settled(page);
      await says(page, 'shares', /tpe/);
      expect(await axeViolations(page), `at ${width}`).toEqual([]);
      await expect.poll(() => overflow(page), { message: `at ${width}` }).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
    }
  });
});
