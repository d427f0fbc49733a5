import type { Browser, Page } from 'playwright-core';
import { type Interaction, timeInteractions } from './site-interaction.ts';

export interface Loaded {
  /** Milliseconds since the navigation began. */
  readonly firstPaint: number;
  readonly filled: number;
  /** Over the wire, all answers together, and the largest. */
  readonly bytes: number;
  readonly largest: number;
}

interface Place {
  readonly url: string;
  readonly id: string;
}

/** What shows that the parts at the top of a run's page have their data. */
const FILLED = [
  'run-page[aria-busy=false]',
  'top-table[data-loaded]',
  'chart-panel[kind=best-so-far] canvas',
  'chart-panel[kind=evaluations] canvas',
  'chart-panel[kind=equity] canvas',
];

/** Opens the page of a run as somebody does who never was there. */
export async function loadRunPage(browser: Browser, place: Place): Promise<Loaded> {
  const { loaded, page } = await openRunPage(browser, place);
  await page.context().close();
  return loaded;
}

/** Opens the page of a run and does what people do there. @param done told of each as it ends */
export async function useRunPage(
  browser: Browser,
  place: Place,
  done: (interaction: Interaction) => void,
): Promise<readonly Interaction[]> {
  const { page } = await openRunPage(browser, place);
  try {
    return await timeInteractions(page, done);
  } finally {
    await page.context().close();
  }
}

async function openRunPage(
  browser: Browser,
  { url, id }: Place,
): Promise<{ readonly loaded: Loaded; readonly page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
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
  // What is below comes when it is scrolled to, and counts as well.
  for (const part of ['search-explorer', 'run-course']) {
    await page.locator(part).scrollIntoViewIfNeeded();
    await page.locator(`${part}[aria-busy=false]`).waitFor({ timeout: 600_000 });
  }
  await page.evaluate(() => scrollTo(0, 0));
  return { loaded: { firstPaint, filled: ready, ...wire }, page };
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
