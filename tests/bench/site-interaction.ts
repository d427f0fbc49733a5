import type { Page } from 'playwright-core';
import { SITE_STEPS, type SiteStep } from './site-steps.ts';

/** Milliseconds. */
export interface Interaction {
  readonly name: string;
  /** How many inputs were timed, each from when it was made to the end of the frame after it. */
  readonly inputs: number;
  readonly median: number;
  readonly p95: number;
  readonly most: number;
  /** The longest that the page's thread was not free: 0 where it never was for 50 ms. */
  readonly longestTask: number;
}

interface Timed {
  readonly took: number[];
  longest: number;
}

/**
 * Does what people do on the page of a run, which is open and filled, and times each.
 * @param done told of each as it ends
 */
export async function timeInteractions(
  page: Page,
  done: (interaction: Interaction) => void,
): Promise<readonly Interaction[]> {
  await openPlots(page);
  const all: Interaction[] = [];
  for (const step of SITE_STEPS) {
    const interaction = await timeStep(page, step);
    done(interaction);
    all.push(interaction);
  }
  return all;
}

/** What is asked for when it is seen. */
async function openPlots(page: Page): Promise<void> {
  for (const selector of [
    'parallel-axes[data-shows=shown]',
    'heat-panel .map[data-shows=shown]',
    'chart-panel[kind=slot-timeline][data-shows=shown]',
  ]) {
    await page.locator(selector.split('[data')[0] ?? '').scrollIntoViewIfNeeded();
    await page.locator(selector).waitFor({ timeout: 600_000 });
  }
  await page.waitForTimeout(1_000);
}

async function timeStep(page: Page, { name, input, act }: SiteStep): Promise<Interaction> {
  const timed = await page.evaluateHandle((kind): Timed & { end(): void } => {
    const found = { took: [] as number[], longest: 0 };
    const channel = new MessageChannel();
    // Messages come when the frame that was under way is over.
    channel.port1.onmessage = ({ data }) => found.took.push(performance.now() - data);
    const begin = ({ timeStamp }: Event): void => {
      requestAnimationFrame(() => channel.port2.postMessage(timeStamp));
    };
    window.addEventListener(kind, begin, true);
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        found.longest = Math.max(found.longest, duration);
      }
    });
    tasks.observe({ type: 'longtask' });
    const end = (): void => {
      window.removeEventListener(kind, begin, true);
      tasks.disconnect();
    };
    return Object.assign(found, { end });
  }, input);
  await act(page);
  const { took, longest } = await timed.evaluate((found) => {
    found.end();
    return { took: found.took, longest: found.longest };
  });
  await timed.dispose();
  return {
    name,
    inputs: took.length,
    median: shareOf(took, 0.5),
    p95: shareOf(took, 0.95),
    most: Math.max(0, ...took),
    longestTask: longest,
  };
}

/** The least that so large a share of them did not pass; 0 where there are none. */
function shareOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
