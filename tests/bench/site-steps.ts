import type { Page } from 'playwright-core';

/** What one does on the page of a run, and how long it takes to be seen. */
export interface SiteStep {
  readonly name: string;
  /** What is waited for: the time from one of these to the end of the next frame counts. */
  readonly input: 'pointermove' | 'pointerup' | 'click' | 'keydown';
  readonly act: (page: Page) => Promise<void>;
}

type Share = readonly [x: number, y: number];

const PAUSE_MS = 40;
/** How often the same is done over: a single time tells little. */
const TIMES = 6;

async function boxOf(page: Page, selector: string) {
  const found = page.locator(selector).first();
  await found.scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  const box = await found.boundingBox();
  if (box === null) throw new Error(`Cannot point at "${selector}": it is not on the page`);
  return ([x, y]: Share) => [box.x + box.width * x, box.y + box.height * y] as const;
}

function hover(selector: string): SiteStep['act'] {
  return async (page) => {
    const at = await boxOf(page, selector);
    for (let step = 1; step < 20; step++) {
      await page.mouse.move(...at([step / 20, 0.3 + 0.02 * step]));
      await page.waitForTimeout(PAUSE_MS);
    }
    await page.mouse.move(1, 1);
  };
}

function drag(selector: string, from: Share, to: Share, times = 1): SiteStep['act'] {
  return async (page) => {
    const at = await boxOf(page, selector);
    for (let time = 0; time < times; time++) {
      await page.mouse.move(...at(from));
      await page.mouse.down();
      for (let step = 1; step <= 12; step++) {
        const along = (place: 0 | 1): number =>
          from[place] + ((to[place] - from[place]) * step) / 12;
        await page.mouse.move(...at([along(0), along(1)]));
        await page.waitForTimeout(PAUSE_MS);
      }
      await page.mouse.up();
      await page.waitForTimeout(10 * PAUSE_MS);
    }
    // By itself, so that it does not count.
    await page.locator('search-explorer .clear').evaluate((button: HTMLElement) => button.click());
    await page.waitForTimeout(10 * PAUSE_MS);
  };
}

/** Presses keys on the name of an axis, wherever it goes meanwhile. */
function keys(...pressed: readonly string[]): SiteStep['act'] {
  return async (page) => {
    await boxOf(page, 'parallel-axes');
    await page.locator('parallel-axes .axis-name').first().focus();
    for (let time = 0; time < TIMES; time++) {
      for (const key of pressed) {
        await page.keyboard.press(key);
        await page.waitForTimeout(5 * PAUSE_MS);
      }
    }
  };
}

function click(selector: string): SiteStep['act'] {
  return async (page) => {
    const at = await boxOf(page, selector);
    for (let time = 0; time < TIMES; time++) {
      await page.mouse.click(...at([0.5, 0.5]));
      await page.waitForTimeout(10 * PAUSE_MS);
    }
  };
}

/** In the order in which they are done: each leaves the page as it was. */
export const SITE_STEPS: readonly SiteStep[] = [
  {
    name: 'hover over the scatter',
    input: 'pointermove',
    act: hover('chart-panel[kind=evaluations] .u-over'),
  },
  { name: 'hover over parallel axes', input: 'pointermove', act: hover('parallel-axes .axes') },
  { name: 'hover over ranks', input: 'pointermove', act: hover('rank-plot canvas') },
  {
    name: 'brush an axis',
    input: 'pointermove',
    act: drag('parallel-axes .axis:nth-child(2) .strip', [0.5, 0.1], [0.5, 0.6]),
  },
  {
    name: 'brush the scatter',
    input: 'pointerup',
    act: async (page) => {
      const choose = page.locator('button[name=choose]');
      await choose.evaluate((button: HTMLElement) => button.click());
      await drag('chart-panel[kind=evaluations] .u-over', [0.2, 0.1], [0.7, 0.8], 3)(page);
      await choose.evaluate((button: HTMLElement) => button.click());
    },
  },
  {
    name: 'brush the heat map',
    input: 'pointerup',
    act: drag('heat-panel canvas', [0.2, 0.1], [0.7, 0.8], 3),
  },
  {
    name: 'brush the ranks',
    input: 'pointerup',
    act: drag('rank-plot canvas', [0.2, 0.1], [0.7, 0.8], 3),
  },
  {
    name: 'brush a slice',
    input: 'pointerup',
    act: drag('slice-plots canvas', [0.2, 0.1], [0.7, 0.8], 3),
  },
  {
    name: 'brush the distribution',
    input: 'pointerup',
    act: drag('chart-panel[kind=distribution] .u-over', [0.3, 0.5], [0.8, 0.5], 3),
  },
  { name: 'narrow an axis by keys', input: 'keydown', act: keys('ArrowUp', 'Shift+ArrowDown') },
  { name: 'move an axis by keys', input: 'keydown', act: keys('ArrowRight', 'ArrowLeft') },
  { name: 'turn an axis to log', input: 'click', act: click('parallel-axes .axis-log') },
  { name: 'open and close columns', input: 'click', act: click('top-table summary') },
  { name: 'switch the theme', input: 'click', act: click('theme-toggle button') },
];
