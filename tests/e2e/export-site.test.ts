import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';
import { leantune } from './leantune-process.ts';
import { axeViolations, watchedPage } from './watched-page.ts';

const executable = findChromium();
const wanted = executable !== null || process.env['CI'] === 'true';
if (!wanted) console.warn('Exported pages skipped: wanted Chromium, found none (set CHROMIUM)');

const BASE = '/reports/spx/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** A static host as there are many: files below a folder, `index.html` for folders, queries unread. */
function serveFiles(folder: string): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : 'nothing';
    const file = join(folder, name === '' || name.endsWith('/') ? `${name}index.html` : name);
    readFile(file).then(
      (bytes) =>
        response.setHeader('content-type', TYPES[extname(file)] ?? 'text/plain').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      resolve({ server, url: `http://127.0.0.1:${port}` });
    });
  });
}

const job = {
  name: 'spx <b>mark</b>',
  study: 'exported',
  strategy: 'sma-cross',
  symbols: ['SPX', 'AAPL'],
  data: 'sample',
  start: '2014-01-06',
  end: '2016-12-30',
  parameters: [
    { name: 'fast', type: 'int', min: 5, max: 20 },
    { name: 'slow', type: 'int', min: 25, max: 80 },
  ],
  stages: [{ sampler: 'random', samples: 40 }],
};

describe.skipIf(!wanted)('leantune export-site', () => {
  let home: string;
  let folder: string;
  let browser: Browser;
  let host: { server: Server; url: string };
  let run: string;

  beforeAll(async () => {
    if (executable === null) throw new Error('Cannot open pages: wanted Chromium, found none');
    home = await mkdtemp(join(tmpdir(), 'leantune-export-'));
    folder = join(home, 'out');
    await mkdir(join(home, 'jobs'));
    await writeFile(join(home, 'jobs', 'spx.json'), JSON.stringify(job));
    const ran = await leantune(home, 'optimize', join(home, 'jobs', 'spx.json'));
    expect(ran.stderr).not.toContain('Error');
    [run = ''] = (await readdir(join(home, 'runs'))).filter((name) => /^\d{8}_\d{6}$/.test(name));
    const { stdout, stderr, code } = await leantune(
      home,
      'export-site',
      ...['--out', folder, '--base', BASE, '--evaluations', '30', '--json'],
    );
    expect(`${stderr} ${code}`).toMatch(/ 0$/);
    expect(JSON.parse(stdout)).toMatchObject({ runs: 1, studies: 1, base: BASE });
    browser = await launchChromium(executable);
    host = await serveFiles(folder);
  });

  afterAll(async () => {
    await browser?.close();
    host?.server.close();
    if (home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  /** What a page shows once it is filled. */
  const PAGES: readonly (readonly [string, () => string, string])[] = [
    ['the list of runs', () => '', 'spx <b>mark</b>'],
    ['a run', () => `run/?id=${run}`, 'Best so far'],
    ['the other symbol of a run', () => `run/?id=${run}&symbol=AAPL`, 'Best so far'],
    ['its symbols', () => `universe/?id=${run}`, 'AAPL'],
    ['a comparison', () => `compare/?runs=${run},${run}`, 'spx <b>mark</b>'],
    ['the studies', () => 'studies/', 'exported'],
    ['a study', () => 'study/?name=exported', 'exported'],
    ['the samplers', () => 'samplers/', 'Samplers'],
  ];

  test.each(PAGES)(
    '%s opens from plain files, whole and without a complaint',
    async (_, path, text) => {
      const { page, complaints } = await watchedPage(browser, host.url);
      const missing: string[] = [];
      page.on('response', (response) => {
        if (response.status() >= 400) missing.push(response.url());
      });
      await page.goto(`${BASE}${path()}`);
      await page.getByText(text).first().waitFor();
      await page
        .getByRole('status')
        .getByText(/^Exported \d{4}-\d\d-\d\d$/)
        .waitFor();
      await page.waitForLoadState('networkidle');
      await expect.poll(() => page.getByText('not part of the exported pages').count()).toBe(0);
      await expect.poll(() => page.locator('.needs-server:visible').count()).toBe(0);
      expect([missing, complaints]).toEqual([[], []]);
      expect(await axeViolations(page)).toEqual([]);
    },
  );

  test('the best of a run opens, with its equity; one that is not exported says so', async () => {
    const { page, complaints } = await watchedPage(browser, host.url);
    await page.goto(`${BASE}run/?id=${run}`);
    await page.locator('top-table tbody a').first().click();
    await page.getByRole('heading', { name: /^Evaluation #/ }).waitFor();
    await page.locator('chart-panel[kind=evaluation-equity] .chart[aria-label]').waitFor();
    await page.goto(`${BASE}evaluation/?run=${run}&symbol=SPX&id=9999`);
    await page.getByText('not part of the exported pages').waitFor();
    expect(complaints).toEqual([]);
  });

  test('the best sets are sorted and chosen among those that were exported', async () => {
    const { page, complaints } = await watchedPage(browser, host.url);
    await page.goto(`${BASE}run/?id=${run}`);
    const column = (name: string) => async (): Promise<readonly number[]> => {
      const heads = await page.locator('top-table thead th').allTextContents();
      const place = heads.indexOf(name) + 1;
      const cells = page.locator(`top-table tbody tr > :nth-child(${place})`);
      return (await cells.allTextContents()).map(Number);
    };
    await expect.poll(async () => (await column('slow')()).length).toBeGreaterThan(2);
    const found = await column('slow')();
    await page.locator('button[data-sort="p slow"]').click();
    await expect.poll(column('slow')).toEqual(found.toSorted((a, b) => b - a));
    await page.locator('button[data-sort="p slow"]').click();
    await expect.poll(column('slow')).toEqual(found.toSorted((a, b) => a - b));
    await page.getByText(`the ${found.length} best, which were exported`).waitFor();
    await page.reload();
    await expect.poll(column('slow')).toEqual(found.toSorted((a, b) => a - b));
    const [low, high] = [Math.min(...found), Math.max(...found) - 1];
    await page.goto(`${BASE}run/?id=${run}&where=p%20slow~${low}~${high}`);
    const within = found.filter((slow) => slow <= high);
    await page
      .getByText(`${within.length} of the ${found.length} best, which were exported`)
      .waitFor();
    await expect.poll(column('slow')).toEqual(within);
    expect(complaints).toEqual([]);
  });

  test('writes over an export only when told to, and over other files never', async () => {
    const again = await leantune(home, 'export-site', '--out', folder, '--base', BASE);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('--replace')]);
    const other = await leantune(home, 'export-site', '--out', join(home, 'jobs'), '--replace');
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('other files')]);
    await expect.poll(() => readdir(join(home, 'jobs'))).toEqual(['spx.json']);
  });
});
