import { describe, expect, test } from 'vitest';
import { serveFixture } from './fixture-api.ts';
import { FIXTURE_TOKEN } from './fixture-routes.ts';
import { canBrowse, giveToken, scriptBytes, serveAllTests } from './product-site.ts';
import { axeViolations, overflow, watchedPage } from './watched-page.ts';

const can = canBrowse('Site tests');

const LIVE = '/run/?id=20261121_101530';
const HOLDOUT = '/run/?id=20261120_181200';
const COMPARE =
  '/compare/?runs=20261120_181200,20261119_120000,20261119_110000,nope,20261117_230112&x=seconds';
const UNIVERSE = '/universe/?id=20261119_120000';
const SHARED = '/universe/?id=20261119_110000';
const PAGES = [
  ['history', '/'],
  ['a live run', LIVE],
  ['a run with a holdout', HOLDOUT],
  ['a run of several symbols', '/run/?id=20261119_120000&symbol=BRK_B'],
  ['a failed run', '/run/?id=20261117_230112'],
  ['a run without a valid set', '/run/?id=20251231_235900'],
  ['a queued run', '/run/?id=20261121_094410'],
  ['an unknown run', '/run/?id=nope'],
  ['no run', '/run/'],
  ['a comparison', COMPARE],
  ['a comparison of nothing', '/compare/'],
  ['a universe', UNIVERSE],
  ['a shared set', SHARED],
  ['jobs', '/jobs/'],
  ['samplers', '/samplers/'],
  ['samplers that were not compared', '/samplers/?batch=99'],
  ['a missing page', '/nothing-here'],
] as const;
/** What shows that a page has its data, or says why not. */
const FILLED =
  'top-table[data-loaded], .problem:visible, runs-table[aria-busy=false], jobs-table:visible, .missing, compare-page[aria-busy=false], universe-page[aria-busy=false], samplers-page[aria-busy=false]';
/** The charts of a run that do not wait until they are scrolled to. */
const CHARTS =
  'chart-panel:is([kind=best-so-far], [kind=evaluations], [kind=equity], [kind=drawdown])';
const MISSING = /status of 404/;

describe.skipIf(!can)('the site in Chromium', () => {
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

  test('a run moves without reload, and comes back after the server went away', async () => {
    const lost = /ERR_INCOMPLETE_CHUNKED_ENCODING|Failed to fetch/;
    const { page, complaints } = await served.open({ expected: lost });
    await page.goto(LIVE);
    const count = page.locator('[data-figure=evaluations] .value');
    const shows = (value: number) =>
      count.filter({ hasText: new RegExp(`^${value.toLocaleString('en-US')}$`) }).waitFor();
    const total = () => served.product.runs[0]!.record().symbols[0]!.counts.evaluations;
    await page.locator('connection-status[data-state=live]').waitFor();
    await shows(total());
    await expect.poll(() => page.locator(`${CHARTS} canvas`).count()).toBe(4);
    await expect.poll(() => page.locator('top-table tbody tr').count()).toBe(25);
    served.product.advance(30);
    await shows(total());
    const scatter = page.locator('chart-panel[kind=evaluations] .chart');
    await expect.poll(() => scatter.getAttribute('aria-label')).toContain(`${total()} evaluations`);
    served.product.dropStreams();
    await page.locator('connection-status[data-state=lost]').waitFor();
    served.product.advance(30);
    await page.locator('connection-status[data-state=live]').waitFor();
    await shows(total());
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

  test('a comparison marks the better and what differs, and names what is missing', async () => {
    const { page, complaints } = await served.open({ expected: MISSING });
    await page.goto('/compare/?runs=20261120_181200,20261119_120000,nope');
    await page.locator('compare-page[aria-busy=false]').waitFor();
    await page.getByText('nope: Cannot show run "nope"').waitFor();
    await page.getByText('differ in symbol, so their figures').waitFor();
    const row = (name: string) =>
      page.locator('compare-table tr', { has: page.getByRole('rowheader', { name, exact: true }) });
    // GOOG's formula is 0.8 better than SPY's.
    await expect.poll(() => row('Fitness').first().locator('td[data-mark=better]').count()).toBe(1);
    await expect
      .poll(() => row('Seed').locator('td').allTextContents())
      .toEqual(['3', 'differs: 11']);
    await expect.poll(() => row('Rules').count()).toBe(0);
    await page.getByLabel('Only differences').uncheck();
    await expect
      .poll(() => row('Rules').locator('td').allTextContents())
      .toEqual(Array(2).fill('fast < slow'));
    await page.getByRole('combobox', { name: 'Symbol' }).selectOption('SPY');
    await page.locator('compare-legend tr', { hasText: 'five symbols' }).getByText('SPY').waitFor();
    await expect.poll(() => page.locator('.unlike').isHidden()).toBe(true);
    await page.getByRole('button', { name: 'Remove nope' }).click();
    await expect
      .poll(() => page.url())
      .toBe(`${served.product.url}/compare/?runs=20261120_181200,20261119_120000&symbol=SPY&all=1`);
    expect(complaints).toEqual([]);
  });

  test('a comparison draws by evaluations or seconds, and only the lines that are wanted', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/compare/?runs=20261120_181200,20261118_073000');
    const bests = page.locator('chart-panel[kind=bests-so-far] .chart');
    const says = (text: RegExp) =>
      page.waitForFunction(
        ([source]) =>
          new RegExp(source ?? '').test(
            document.querySelector('chart-panel[kind=bests-so-far] .chart')?.ariaLabel ?? '',
          ),
        [text.source],
      );
    await says(/holdout: .*in 1500 evaluations.*markup.*in 240 evaluations/);
    await page.getByRole('button', { name: 'By seconds' }).click();
    await says(/holdout: .*in 30 s.*in 4\.8 s/);
    await page.getByLabel('Show holdout in the charts').uncheck();
    await says(/^<img.*in 4\.8 s\.$/);
    await page.getByRole('button', { name: 'Log axis' }).click();
    await expect.poll(() => page.url()).toContain('&x=seconds&log=1&hide=20261120_181200');
    await page.reload();
    await says(/^<img.*in 4\.8 s\.$/);
    await expect.poll(() => bests.locator('canvas').count()).toBe(1);
    await expect.poll(() => page.locator('main img, main b').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a universe sorts by any metric, and its symbols lead to their searches', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/run/?id=20261119_120000');
    await page.getByRole('link', { name: 'Symbols side by side' }).click();
    const symbols = page.locator('universe-table tbody th');
    await symbols.first().waitFor();
    await expect
      .poll(() => symbols.allTextContents())
      .toEqual(['AAPL', 'BRK/B', 'GOOG', 'MSFT', 'SPY']);
    await page.getByRole('button', { name: 'Fitness', exact: true }).click();
    await expect.poll(() => symbols.first().textContent()).toBe('GOOG');
    await expect.poll(() => page.url()).toContain('sort=fitness&order=desc');
    await expect.poll(() => page.locator('[data-figure=best] .note').textContent()).toBe('GOOG');
    await expect
      .poll(() => page.locator('[data-figure=valid] .value').textContent())
      .toBe('5 of 5');
    const dots = page.locator('parameter-agreement .agreement tbody tr', { hasText: 'slow' });
    await expect.poll(() => dots.locator('circle').count()).toBe(5);
    await page.locator('equity-multiples a', { hasText: 'BRK/B' }).locator('svg').waitFor();
    await symbols.getByText('BRK/B').click();
    await page.waitForURL(`${served.product.url}/run/?id=20261119_120000&symbol=BRK_B`);
    expect(complaints).toEqual([]);
  });

  test('a universe and a comparison move without reload', async () => {
    const { page, complaints } = await served.open();
    const evaluations = () => {
      const { symbols } = served.product.runs.find(({ id }) => id === '20261119_100000')!.record();
      return symbols[0]!.counts.evaluations.toLocaleString('en-US');
    };
    await page.goto('/universe/?id=20261119_100000');
    await page.locator('connection-status[data-state=live]').waitFor();
    const row = page.locator('universe-table tbody tr', { hasText: 'SPY' });
    await row.getByText(evaluations(), { exact: true }).waitFor();
    served.product.advance(40);
    await row.getByText(evaluations(), { exact: true }).waitFor();
    await page.goto('/compare/?runs=20261119_100000,20261120_181200&symbol=SPY');
    await page.locator('connection-status[data-state=live]').waitFor();
    const line = page.locator('compare-legend tr', { hasText: 'two symbols' });
    await line.getByText(evaluations(), { exact: true }).waitFor();
    served.product.advance(40);
    await line.getByText(evaluations(), { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a shared set is shown on each of its symbols', async () => {
    const { page, complaints } = await served.open();
    await page.goto(SHARED);
    const cells = page.locator('universe-table tbody tr', { hasText: 'AAPL' }).locator('td');
    // LEAN's statistics of the set on this symbol, fetched after the run.
    await cells.getByText('116.33%').waitFor();
    const { metrics } = served.product.runs
      .find(({ id }) => id === '20261119_110000')!
      .best('shared').evaluation!;
    await expect.poll(() => cells.first().textContent()).toBe(metrics['fitness AAPL']?.toFixed(3));
    await page.locator('equity-multiples svg').nth(2).waitFor();
    await expect.poll(() => page.locator('parameter-agreement .sets').isHidden()).toBe(true);
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

  test('a run shows the holdout beside the search', async () => {
    const { page, complaints } = await served.open();
    await page.goto(HOLDOUT);
    const row = page.locator('best-statistics tr', { hasText: /^Net profit/ });
    await row.waitFor();
    await expect.poll(() => row.locator('td').allTextContents()).toEqual(['135.79%', '8.12%']);
    await expect
      .poll(() => page.locator('chart-panel[kind=equity] .legend').textContent())
      .toBe('SearchHoldoutBenchmark, bought for the same money');
    // The line that the pointer would read out, in words.
    await expect
      .poll(() => page.locator('chart-panel[kind=equity] .chart').getAttribute('aria-label'))
      .toMatch(/from 2010-01-04, \$[\d,.]+ to .*, \$[\d,.]+\. The benchmark ends at \$1\d\d,/);
    await expect
      .poll(() => page.locator('time-bar').textContent())
      .toContain('Engine 45.0%, 8.1 s');
    expect(complaints).toEqual([]);
  });

  test('a run with several objectives shows its front, others do not', async () => {
    const { page, complaints } = await served.open();
    await page.goto(HOLDOUT);
    const panel = page.locator('chart-panel[kind=front]');
    await panel.locator('canvas').waitFor();
    await expect
      .poll(() => panel.locator('.chart').getAttribute('aria-label'))
      .toMatch(
        /^\d+ sets that no other beats in all objectives: Net profit across, Slowness up\.$/,
      );
    // Pointed at anew until it says so: a chart moves while those above it are filled.
    await expect
      .poll(async () => {
        await page.mouse.move(0, 0);
        await panel.locator('.u-over').hover();
        return panel.locator('.readout').textContent();
      })
      .toMatch(/^#[\d,]+ {2}Net profit .*%/);
    await page.goto(LIVE);
    await page.locator('top-table[data-loaded]').waitFor();
    await expect.poll(() => panel.isVisible()).toBe(false);
    await expect.poll(() => page.locator('chart-panel:visible').count()).toBe(6);
    expect(complaints).toEqual([]);
  });

  test('a choice along an axis is seen in every plot, by mouse and by keyboard', async () => {
    const { page, complaints } = await served.open();
    await page.goto(HOLDOUT);
    const explorer = page.locator('search-explorer');
    await explorer.scrollIntoViewIfNeeded();
    await page.locator('search-explorer[aria-busy=false]').waitFor();
    const count = explorer.locator('.count');
    await expect.poll(() => count.textContent()).toMatch(/ evaluations.* are valid$/);
    const strip = explorer.locator('.strip').first();
    await strip.scrollIntoViewIfNeeded();
    // Dragged anew until it is chosen: a plot moves while those above it are filled.
    await expect
      .poll(
        async () => {
          const box = (await strip.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
          const across = box.x + box.width / 2;
          await page.mouse.move(across, box.y + box.height * 0.4);
          await page.mouse.down();
          await page.mouse.move(across, box.y + box.height * 0.9, { steps: 3 });
          await page.mouse.up();
          return count.textContent();
        },
        { interval: 500 },
      )
      .toMatch(/^[\d,]+ of [\d,]+ shown are chosen$/);
    await expect.poll(() => explorer.locator('.chosen-best li').count()).toBe(5);
    await explorer.locator('summary', { hasText: 'numbers' }).click();
    const [least, most] = [0, 1].map((place) => explorer.locator('range-filters input').nth(place));
    await expect
      .poll(async () => Number(await most?.inputValue()) - Number(await least?.inputValue()))
      .toBeGreaterThan(0);
    await explorer.getByRole('button', { name: 'Clear the choice' }).click();
    await expect.poll(() => least?.inputValue()).toBe('');
    await most?.fill('20');
    await most?.press('Tab');
    await expect.poll(() => count.textContent()).toMatch(/ shown are chosen$/);
    const names = () => explorer.locator('.axis-name').allTextContents();
    await expect.poll(() => names().then(({ length }) => length)).toBeGreaterThan(1);
    const before = await names();
    await explorer.locator('.axis-name').first().press('ArrowRight');
    await expect.poll(names).toEqual([before[1], before[0], ...before.slice(2)]);
    await explorer.locator('heat-panel canvas[aria-label]').waitFor();
    await expect
      .poll(() => explorer.locator('heat-panel canvas').getAttribute('aria-label'))
      .toMatch(/^\w+ across, \w+ up\. Best: \w+ .* best [\d.]+ \(#\d+\)/);
    await expect
      .poll(() => explorer.locator('importance-bars .bars li').count())
      .toBeGreaterThan(2);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('stop asks for the token once, says when it is wrong, and resume needs no more asking', async () => {
    const refused = /status of 401/;
    const { page, complaints } = await served.open({ expected: refused });
    await page.goto(LIVE);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    const token = page.getByLabel('Token', { exact: true });
    await token.fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the token of this server.').waitFor();
    await giveToken(page, FIXTURE_TOKEN);
    await page.locator('.run-name .state[data-state=stopped]').waitFor();
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.locator('.run-name .state[data-state=running]').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a page says why it has nothing to show, and recovers by itself', async () => {
    const { page, complaints } = await served.open({
      expected: /status of 503/,
    });
    served.product.broken = true;
    try {
      await page.goto('/');
      await page.getByText('wanted a running daemon, found none').waitFor();
    } finally {
      served.product.broken = false;
    }
    await page.locator('tbody th a').first().waitFor();
    await expect.poll(() => page.locator('.problem').isHidden()).toBe(true);
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

  test('the theme is remembered', async () => {
    const { page } = await served.open({ colorScheme: 'light' });
    const ground = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.goto('/');
    const light = await ground();
    await page.getByRole('button', { name: 'Theme: auto' }).click();
    await page.getByRole('button', { name: 'Theme: light' }).click();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    await expect.poll(() => ground()).not.toBe(light);
    const dark = await ground();
    await page.reload();
    await expect.poll(() => ground()).toBe(dark);
  });

  test('the script of a page is at most 150 KB compressed', async () => {
    const { page } = await served.open();
    await page.goto(HOLDOUT);
    await page.locator('chart-panel canvas').first().waitFor();
    expect(await scriptBytes(page, served.site.folder)).toBeLessThan(150 * 1024);
  });

  test('samplers compares them at the chosen length, in the chosen colours', async () => {
    const { page, complaints } = await served.open();
    await page.goto('/samplers/');
    await page.locator('bench-heat td').first().waitFor();
    await expect
      .poll(() => page.locator('.verdict').textContent())
      .toContain('a peer wins on 1 of 2');
    await expect
      .poll(() => page.locator('bench-standings tbody th').first().textContent())
      .toBe('auto');
    const cells = page.locator('bench-heat tbody tr:first-child td');
    const second = async () =>
      (await cells.allTextContents()).find((text) => text.includes('rank 2'));
    await expect.poll(second).toBeDefined();
    const tpe = await second();
    await page.getByRole('button', { name: '100 evaluations' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('evaluations')).toBe('100');
    await expect.poll(second).not.toBe(tpe);
    const curves = page.locator('bench-curves figure').first().locator('.curve');
    await expect.poll(() => curves.count()).toBeGreaterThan(1);
    const before = await curves.count();
    await page.getByRole('checkbox', { name: 'tpe' }).uncheck();
    await expect.poll(() => curves.count()).toBe(before - 1);
    await page.getByRole('link', { name: "the peers' settings" }).click();
    await page.locator('.variants [aria-current]').getByText('settings').waitFor();
    expect(complaints).toEqual([]);
  });

  test('samplers says which command compares them where nothing was measured', async () => {
    const { page } = await served.open();
    await page.goto('/samplers/?batch=99');
    await page.getByText('npx leantune bench-samplers').waitFor();
    await expect.poll(() => page.locator('.bench').isVisible()).toBe(false);
  });

  // Each page has a process of its own in the browser, so that two cores are worth two pages.
  test.concurrent.for(PAGES)(
    '%s complains of nothing, passes axe in both themes and never scrolls sideways',
    async ([, path], { expect }) => {
      const viewport = { width: 1440, height: 900 };
      const options = { viewport, colorScheme: 'light', expected: MISSING } as const;
      const { page, complaints } = await served.open(options);
      await page.goto(path);
      await page.locator('h1:visible').waitFor();
      await page.locator(FILLED).first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
      // The marks are the same in the dark and on a small screen, but not their colours and sizes.
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 390, height: 900 });
      expect(await axeViolations(page, ['color-contrast', 'target-size'])).toEqual([]);
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});
