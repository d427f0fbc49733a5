import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { PRODUCT_TOKEN, type ServedProduct, serveProduct } from '../fixtures/served-product.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { axeViolations, overflow, type WatchedPage, watchedPage } from './watched-page.ts';

const root = resolve(import.meta.dirname, '../..');

/** Whether pages can be tried here; where Chromium is missing, only CI may fail of it. */
export function canBrowse(what: string): boolean {
  const can = findChromium() !== null || process.env['CI'] === 'true';
  if (!can) console.warn(`${what} skipped: wanted Chromium, found none (set CHROMIUM)`);
  return can;
}

export interface BuiltSite {
  readonly folder: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** The site as it is built for users, and a browser. What is built already is not built again. */
export async function buildSite(): Promise<BuiltSite> {
  const executable = findChromium();
  if (executable === null) throw new Error('Cannot test the site: wanted Chromium, found none');
  const folder = await mkdtemp(join(tmpdir(), 'leantune-site-'));
  await copySite(folder);
  const browser = await launchChromium(executable);
  return {
    folder,
    browser,
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, maxRetries: 5 });
    },
  };
}

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** What a test of pages works with; to be read within a test. */
interface ServedSite<Product extends Served> {
  readonly site: BuiltSite;
  readonly product: Product;
  /** A page of it, in a context of its own. */
  open(options?: Parameters<typeof watchedPage>[2]): Promise<WatchedPage>;
}

/**
 * Has every test of a `describe` begin with a product of its own and end with no page open; the
 * built site and the browser are one for all.
 * @param serve gets the site's folder
 */
export function serveEachTest(): ServedSite<ServedProduct>;
export function serveEachTest<Product extends Served>(
  serve: (siteFolder: string) => Promise<Product>,
): ServedSite<Product>;
export function serveEachTest(
  serve: (siteFolder: string) => Promise<Served> = serveProduct,
): ServedSite<Served> {
  let site: BuiltSite;
  let product: Served;
  beforeAll(async () => {
    site = await buildSite();
  });
  beforeEach(async () => {
    product = await serve(site.folder);
  });
  afterEach(async () => {
    await closePages(site);
    await product.close();
  });
  afterAll(() => site?.close());
  return servedSite(() => ({ site, product }));
}

/**
 * The same with one product for all tests of a `describe`, which change nothing that another one
 * reads. It is there in a `beforeAll` that stands below.
 */
export function serveAllTests<Product extends Served>(
  serve: (siteFolder: string) => Promise<Product>,
): ServedSite<Product> {
  let site: BuiltSite;
  let product: Product;
  beforeAll(async () => {
    site = await buildSite();
    product = await serve(site.folder);
  });
  // A page that nobody looks at any more still follows its run. Concurrent tests close their own.
  afterEach(({ task }) => (task.concurrent ? undefined : closePages(site)));
  afterAll(async () => {
    await site?.close();
    await product?.close();
  });
  return servedSite(() => ({ site, product }));
}

/** What the hooks have made by the time it is read. */
function servedSite<Product extends Served>(
  made: () => Pick<ServedSite<Product>, 'site' | 'product'>,
): ServedSite<Product> {
  return {
    get site() {
      return made().site;
    },
    get product() {
      return made().product;
    },
    open: (options) => watchedPage(made().site.browser, made().product.url, options),
  };
}

async function closePages({ browser }: BuiltSite): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

/** Copies a whole one: somebody may be building the site anew just now. */
async function copySite(folder: string): Promise<void> {
  const built = join(root, 'dist');
  const stamp = () => readFile(join(built, '.leantune-site'), 'utf8').catch(() => null);
  const setUp = [join(root, 'runner/cli/leantune.mjs'), 'setup'];
  for (;;) {
    await promisify(execFile)(process.execPath, setUp);
    const before = await stamp();
    await cp(built, folder, { recursive: true }).catch(() => {});
    if (before !== null && before === (await stamp())) return;
  }
}

export async function giveToken(page: Page, token = PRODUCT_TOKEN): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Use token' }).click();
}

/** Drops a file somewhere onto the page. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const file = { name, text };
  await page.evaluate((dropped) => {
    const data = new DataTransfer();
    data.items.add(new File([dropped.text], dropped.name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  }, file);
}

/** Looks at pages in a theme at three widths: axe, width and console have to be silent. */
export async function inspectPages(
  { browser, url }: { readonly browser: Browser; readonly url: string },
  scheme: 'light' | 'dark',
  looks: Readonly<Record<string, (page: Page) => Promise<unknown>>>,
): Promise<void> {
  for (const width of [390, 1440, 2560]) {
    const viewport = { width, height: 900 };
    const { page, complaints } = await watchedPage(browser, url, { colorScheme: scheme, viewport });
    for (const [path, ready] of Object.entries(looks)) {
      await page.goto(path);
      await ready(page);
      expect(await axeViolations(page), `${path} at ${width}`).toEqual([]);
      await expect
        .poll(() => overflow(page), { message: `${path} at ${width}` })
        .toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  }
}

/** Bytes of all scripts that a page has loaded, compressed. */
export async function scriptBytes(page: Page, folder: string): Promise<number> {
  const names = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  const scripts = names
    .filter((name) => name.endsWith('.js'))
    .map((name) => new URL(name).pathname);
  expect(scripts.length).toBeGreaterThan(2);
  const sizes = scripts.map(async (path) => gzipSync(await readFile(join(folder, path))).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
