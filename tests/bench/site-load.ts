import type { Browser, Page } from 'playwright-core';

export interface Loaded {
  /** Milliseconds since the navigation began. */
  readonly firstPaint: number;
  readonly filled: number;
  /** Over the wire, all answers together, and the largest. */
  readonly bytes: number;
  readonly largest: number;
  /** From an input to the next paint, the longest of some; under 16 ms counts as 16. */
  readonly interaction: number;
}

/** What shows that the parts at the top of a run's page have their data. */
const FILLED = [
  'run-page[aria-busy=false]',
  'top-table[data-loaded]',
  'chart-panel[kind=best-so-far] canvas',
  'chart-panel[kind=evaluations] canvas',
  'chart-panel[kind=equity] canvas',
];
const CHART = 'chart-panel[kind=evaluations] .chart';

/** Opens the page of a run as somebody does who never was there, and points at things. */
export async function loadRunPage(
  browser: Browser,
  { url, id }: { readonly url: string; readonly id: string },
): Promise<Loaded> {
  await using context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const wire = await countBytes(page);
  await page.goto(`${url}/run/?id=${id}`);
  const filled = await page.waitForFunction(
    (selectors) =>
      selectors.every((one) => document.querySelector(one) !== null) ? performance.now() : false,
    FILLED,
    { timeout: 600_000, polling: 'raf' },
  );
  const firstPaint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  const ready = Number(await filled.jsonValue());
  const interaction = await interact(page);
  // Now: what was scrolled to was asked for meanwhile.
  return { firstPaint, filled: ready, ...wire, interaction };
}

/** Goes on counting. */
async function countBytes(page: Page): Promise<{ bytes: number; largest: number }> {
  const counted = { bytes: 0, largest: 0 };
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    counted.bytes += encodedDataLength;
    counted.largest = Math.max(counted.largest, encodedDataLength);
  });
  return counted;
}

/** Points at marks, drags a range, and goes down to the plots of parameters. */
async function interact(page: Page): Promise<number> {
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  const box = await page.locator(CHART).boundingBox();
  if (box === null) throw new Error('Cannot point at the evaluations: they are not on the page');
  const [middle, wide] = [box.y + box.height / 2, box.width];
  for (let step = 1; step < 20; step++) await page.mouse.move(box.x + (wide * step) / 20, middle);
  await page.mouse.move(box.x + wide * 0.4, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + wide * 0.7, middle, { steps: 8 });
  await page.mouse.up();
  await page.mouse.dblclick(box.x + wide / 2, middle);
  const explorer = page.locator('search-explorer');
  await explorer.scrollIntoViewIfNeeded();
  await page.locator('search-explorer[aria-busy=false]').waitFor({ timeout: 120_000 });
  const axes = await page.locator('parallel-axes').boundingBox();
  if (axes !== null) {
    await page.mouse.move(axes.x + 60, axes.y + 60);
    await page.mouse.down();
    await page.mouse.move(axes.x + 60, axes.y + 140, { steps: 8 });
    await page.mouse.up();
  }
  await page.keyboard.press('Tab');
  return page.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms);
}
