import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught errors and requests to other hosts; a page has to leave it empty. */
  readonly complaints: string[];
}

/** A page in a context of its own. What a test provokes itself is named in `expected`. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions & { readonly expected?: RegExp } = {},
): Promise<WatchedPage> {
  const { expected, ...contextOptions } = options;
  const context = await browser.newContext({ baseURL: origin, ...contextOptions });
  // A busy machine is no failure.
  context.setDefaultTimeout(400_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string) => {
    if (!expected?.test(text)) complaints.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(message.text());
  });
  page.on('pageerror', (error) => complain(String(error)));
  page.on('dialog', (dialog) => complain(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complain(`request to ${request.url()}`);
  });
  return { page, complaints };
}

/**
 * What axe finds, as "rule: selector" lines; what it finds while a page is still being filled or
 * coloured, and no more soon after, does not count.
 * @param rules the only ones to look at; without them all that axe looks at by default
 */
export async function axeViolations(
  page: Page,
  rules?: readonly string[],
): Promise<readonly string[]> {
  for (let tries = 1; ; tries++) {
    const found = await violationsNow(page, rules);
    if (found.length === 0 || tries === 8) return found;
    await page.waitForTimeout(500 * tries);
  }
}

async function violationsNow(
  page: Page,
  rules: readonly string[] | undefined,
): Promise<readonly string[]> {
  // Evaluated through the debugger, so the page's content security policy stays in force.
  await page.evaluate(axe.source);
  const options = rules === undefined ? '' : JSON.stringify({ runOnly: rules });
  const { violations } = (await page.evaluate(`axe.run(${options})`)) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.flat().join(' ')}`),
  );
}

/** By how many pixels the page is wider than its window; 0 or less is well. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** What is read, once it has stood for a moment: such as a place on a page that is being filled. */
export async function standing<Value>(read: () => Promise<Value>): Promise<Value> {
  for (let last = await read(); ; ) {
    await sleep(250);
    const now = await read();
    if (isDeepStrictEqual(now, last)) return now;
    last = now;
  }
}
