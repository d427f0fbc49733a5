import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { serveSearches } from '../fixtures/served-searches.ts';
import { canBrowse, serveAllTests } from './product-site.ts';
import { axeViolations } from './watched-page.ts';

const can = canBrowse('Run states');

/** What a page asks of a run beside its record. */
const PARTS = /\/api\/runs\/[^/]+\/(symbols|log|annotations)/;
const WHY = 'Cannot read the evaluations: found a damaged block';

/** What each panel that can be seen says of itself: its state, and the words of it. */
function panels(page: Page): Promise<readonly (readonly [string, string])[]> {
  return page.locator('[data-shows]:visible').evaluateAll((all) =>
    all.map((one) => {
      const said = one.querySelector(':scope > .panel-state:not([hidden]) p')?.textContent ?? '';
      const busy = one.getAttribute('aria-busy') === 'true' ? ', busy' : '';
      return [`${(one as HTMLElement).dataset['shows']}${busy}`, said] as const;
    }),
  );
}

/** All that the panels say, once each; waits for the page to ask for what is scrolled to. */
async function said(page: Page): Promise<readonly string[]> {
  for (const part of ['search-explorer', 'run-course']) {
    await page.locator(part).scrollIntoViewIfNeeded();
  }
  return [...new Set((await panels(page)).map((one) => one.join(': ')))];
}

describe.skipIf(!can)('the panels of a run in Chromium', () => {
  const served = serveAllTests(serveSearches);
  const address = (): string => `/run/?id=${served.product.runs.constrained}`;

  test('all say that they load while nothing is answered', async () => {
    const { page, complaints } = await served.open();
    await page.route(PARTS, () => {});
    await page.goto(address());
    await page.locator('run-page[aria-busy=false]').waitFor();
    await expect.poll(() => said(page)).toEqual(['loading, busy: Loading …']);
    expect((await panels(page)).length).toBeGreaterThan(14);
    expect(complaints).toEqual([]);
  });

  test('all say what failed, and fill when asked again', async () => {
    const { page, complaints } = await served.open({
      expected: /status of 500/,
    });
    const fail = (route: Route): Promise<void> =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Internal error', detail: WHY, status: 500 }),
      });
    await page.route(PARTS, fail);
    await page.goto(address());
    await page.locator('run-page[aria-busy=false]').waitFor();
    await expect.poll(() => said(page)).toEqual([`failed: ${WHY}`]);
    expect(await axeViolations(page)).toEqual([]);
    await page.unroute(PARTS, fail);
    // One button for all that was asked with it.
    for (const host of [
      'top-table',
      'parallel-axes',
      'chart-panel[kind=slot-timeline]',
      'run-convergence .body',
      'run-constraints .body',
    ]) {
      await page.locator(`${host} > .panel-state button`).click();
    }
    await expect.poll(() => said(page)).toEqual(['shown: ']);
    expect(complaints).toEqual([]);
  });

  test('all say why they are empty, and what would fill them', async () => {
    const { page, complaints } = await served.open();
    const change = async (route: Route, empty: (body: never) => unknown): Promise<void> => {
      const response = await route.fetch();
      await route.fulfill({ response, json: empty((await response.json()) as never) });
    };
    await page.route(/\/api\/runs\/[^/]+$/, (route) =>
      change(route, ({ record, ...rest }: { record: { symbols: { counts: object }[] } }) => ({
        ...rest,
        record: {
          ...record,
          symbols: record.symbols.map((one) => ({
            ...one,
            best: null,
            counts: { ...one.counts, evaluations: 0 },
          })),
        },
      })),
    );
    await page.route(/\/points\?/, (route) =>
      change(route, (view: object) => ({ ...view, total: 0, points: [], best: [] })),
    );
    await page.route(/\/top\?/, (route) => change(route, () => ({ rows: [] })));
    await page.route(/\/best(\?|$)/, (route) =>
      change(route, (view: object) => ({
        ...view,
        evaluation: null,
        statistics: {},
        holdout: null,
        equity: [],
        drawdown: [],
      })),
    );
    await page.goto(address());
    await page.locator('run-page[aria-busy=false]').waitFor();
    const kinds = async () => [...new Set((await panels(page)).map(([state]) => state))].sort();
    // The log has lines of its own.
    await expect.poll(kinds).toEqual(['empty', 'shown']);
    for (const [state, words] of await panels(page)) {
      if (state === 'empty') expect(words).toMatch(/^(No|The run ended) .*\. .+/);
    }
    expect(complaints).toEqual([]);
  });

  test('a run that is not there is asked for once', async () => {
    const { page, complaints } = await served.open({
      expected: /status of 404/,
    });
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/api/')) asked.push(pathname);
    });
    for (const path of ['/run/?id=20200101_000000', '/universe/?id=20200101_000000']) {
      asked.length = 0;
      await page.goto(path);
      await page.getByText('There is no run "20200101_000000"').filter({ visible: true }).waitFor();
      // The stream, and whoever tries it again, would be asked for by then.
      await page.waitForLoadState('networkidle');
      expect(asked).toEqual(['/api/runs/20200101_000000']);
    }
    expect(complaints).toEqual([]);
  });

  test('plots are pointed at and brushed by keys', async () => {
    const { page, complaints } = await served.open();
    await page.goto(address());
    await page.locator('run-page[aria-busy=false]').waitFor();
    await page.locator('search-explorer').scrollIntoViewIfNeeded();
    const where = (): string[] =>
      new URL(page.url()).searchParams.getAll('where').map((text) => text.split('~')[0] ?? '');
    const count = page.locator('search-explorer .count');
    const [across, up] = ['x', 'y'].map((name) => page.locator(`heat-panel select[name=${name}]`));
    for (const plot of ['heat-panel', 'rank-plot']) {
      await page.locator(`${plot} .map[data-shows=shown]`).waitFor();
      const canvas = page.locator(`${plot} canvas`);
      await canvas.focus();
      await page.keyboard.press('ArrowLeft');
      const readout = page.locator(`${plot} .readout`);
      await expect.poll(() => readout.getAttribute('aria-live')).toBe('polite');
      for (const key of ['Enter', ...Array(8).fill('ArrowRight'), ...Array(8).fill('ArrowUp')]) {
        await page.keyboard.press(key);
      }
      await page.keyboard.press('Enter');
      const names = await Promise.all([across, up].map((one) => one?.inputValue()));
      await expect.poll(where).toEqual(names.map((name) => `p ${name}`));
      await expect.poll(() => count.textContent()).toMatch(/ shown are chosen$/);
      await page.keyboard.press('Escape');
      await expect.poll(where).toEqual([]);
    }
    const axis = page.locator('parallel-axes .axis-name').first();
    await axis.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => where().length).toBe(1);
    await expect.poll(() => axis.getAttribute('aria-label')).toMatch(/, chosen .+ to .+/);
    await page.keyboard.press('Delete');
    await expect.poll(where).toEqual([]);
    const timeline = page.locator('chart-panel[kind=slot-timeline] .chart');
    await timeline.scrollIntoViewIfNeeded();
    await page.locator('chart-panel[kind=slot-timeline][data-shows=shown]').waitFor();
    await timeline.focus();
    for (const key of ['Home', 'Enter', 'End', 'Enter']) await page.keyboard.press(key);
    await expect.poll(where).toEqual(['id']);
    const curve = page.locator('chart-panel[kind=distribution] .chart');
    await curve.scrollIntoViewIfNeeded();
    await curve.focus();
    for (const key of ['End', 'Enter', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => where().toSorted()).toEqual(['fitness', 'id']);
    expect(complaints).toEqual([]);
  });
});
