import { describe, expect, test } from 'vitest';
import { serveFixture } from './fixture-api.ts';
import { FIXTURE_TOKEN } from './fixture-routes.ts';
import { canBrowse, giveToken, serveAllTests } from './product-site.ts';
import { axeViolations } from './watched-page.ts';

const can = canBrowse('Run page');

const LIVE = '/run/?id=20261121_101530';
const HOLDOUT = '/run/?id=20261120_181200';
/** The charts of a run that do not wait until they are scrolled to. */
const CHARTS =
  'chart-panel:is([kind=best-so-far], [kind=evaluations], [kind=equity], [kind=drawdown])';

describe.skipIf(!can)("a run's page in Chromium", () => {
  const served = serveAllTests(serveFixture);

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
});
