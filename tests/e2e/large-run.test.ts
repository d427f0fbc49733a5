import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatNumber } from '../../site/data/format.ts';
import { LARGE_DAYS, largeJob } from '../fixtures/large-jobs.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { type StartedDaemon, startDaemon, waiting } from './started-daemon.ts';
import { watchedPage } from './watched-page.ts';

const executable = findChromium();
const wanted = executable !== null || process.env['CI'] === 'true';
if (!wanted) console.warn('Large run skipped: wanted Chromium, found none (set CHROMIUM)');

/** All 1,478,400 take minutes: only where LEANTUNE_LARGE says so. */
const SETS = process.env['LEANTUNE_LARGE'] ? 1_478_400 : 345_600;
/** Nothing that a page asks for grows with the run. */
const MOST_BYTES = 1_000_000;
const LONG = 1_800_000;

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const figure = (page: Page, name: string) => page.locator(`[data-figure=${name}] .value`);

describe.skipIf(!wanted)(`the page of a run of ${formatNumber(SETS)} sets`, () => {
  const home = temporaryFolder();
  const sizes = new Map<string, number>();
  let daemon: StartedDaemon;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    if (executable === null) throw new Error('Cannot test the site: wanted Chromium, found none');
    // What is there is built again only where the site's files are newer.
    await run(process.execPath, [join(root, 'runner/cli/leantune.mjs'), 'setup']);
    const prepare = ['prepare', '--synthetic', 'GER40', '--days', String(LARGE_DAYS)];
    const env = { ...process.env, LEANTUNE_HOME: home.path };
    await run(process.execPath, [join(root, 'runner/main.ts'), ...prepare], { cwd: root, env });
    [daemon, browser] = await Promise.all([startDaemon(home.path), launchChromium(executable)]);
    writeFileSync(join(home.path, 'config', 'large.json'), JSON.stringify(largeJob(SETS)));
    const { id } = await daemon.until('running', 'complete');
    ({ page, complaints } = await watchedPage(browser, daemon.url));
    page.on('response', (response) => {
      if (!response.url().includes('/api/') || response.url().endsWith('/events')) return;
      const read = response.body().catch(() => Buffer.alloc(0));
      void read.then(({ length }) => sizes.set(response.url(), length));
    });
    page.setDefaultTimeout(waiting.timeout);
    await page.goto(`/run/?id=${id}`);
  }, LONG);

  afterAll(async () => {
    await browser?.close();
    await daemon?.[Symbol.asyncDispose]();
    home[Symbol.dispose]();
  });

  test(
    'moves on while the run does, without anything that pulses, and ends exact',
    async () => {
      const seen = async () => await figure(page, 'evaluations').textContent();
      await page.locator('run-page[aria-busy=false]').waitFor();
      await expect.poll(seen).toMatch(/\d/);
      const first = await seen();
      await page.waitForFunction(
        (before) =>
          document.querySelector('[data-figure=evaluations] .value')?.textContent !== before ||
          // A very fast machine has nothing left to show.
          document.querySelector('.run-head .state[data-state=complete]') !== null,
        first,
      );
      await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);
      await page.locator('.run-head .state[data-state=complete]').waitFor({ timeout: LONG });
      const { newest } = daemon;
      const best = (await newest())?.symbols[0]?.best;
      await page.waitForFunction(
        ([selector, text]) => document.querySelector(selector ?? '')?.textContent === text,
        ['[data-figure=evaluations] .value', formatNumber(SETS)],
      );
      await expect.poll(() => figure(page, 'progress').textContent()).toBe('100%');
      await expect
        .poll(() => page.locator('[data-figure=best] .note').textContent())
        .toBe(`evaluation #${formatNumber(best?.id)}`);
    },
    LONG,
  );

  test(
    'fills every panel from answers that do not grow with the run',
    async () => {
      await page.reload();
      await page.locator('top-table[data-loaded]').waitFor();
      for (const name of ['search-explorer', 'run-course']) {
        await page.locator(name).scrollIntoViewIfNeeded();
        await page.locator(`${name}[aria-busy=false]`).waitFor();
      }
      const panels = page.locator('chart-panel:not([hidden])');
      await expect
        .poll(() => page.locator('chart-panel:not([hidden]):not(:has(canvas))').count(), waiting)
        .toBe(0);
      for (const panel of await panels.all()) {
        const box = panel.locator('.chart');
        await expect
          .poll(() => box.getAttribute('aria-label'), {
            message: (await panel.textContent()) ?? '',
          })
          .toMatch(/\d/);
      }
      const label = page.locator('chart-panel[kind=evaluations] .chart');
      await expect.poll(() => label.getAttribute('aria-label')).toContain(`of ${SETS} evaluations`);
      const best = (await daemon.newest())?.symbols[0]?.best;
      const top = page.locator('top-table tbody tr').first();
      await expect.poll(() => top.textContent()).toContain(formatNumber(best?.id));
      await expect
        .poll(() => page.locator('search-explorer .count').textContent())
        .toContain(`of ${formatNumber(SETS)}`);
      expect([...sizes.values()].filter((bytes) => bytes > 0).length).toBeGreaterThan(7);
      expect([...sizes].filter(([, bytes]) => bytes > MOST_BYTES)).toEqual([]);
    },
    LONG,
  );

  test(
    'chooses among what it drew',
    async () => {
      await page.getByText('Choose by numbers').click();
      const input = page.getByLabel('rr_target, least', { exact: true });
      await input.fill('1.5');
      await input.press('Tab');
      const count = page.locator('search-explorer .count');
      await expect
        .poll(() => count.textContent(), waiting)
        .toMatch(/^[\d,]+ of [\d,]+ shown are chosen$/);
      await expect.poll(() => count.textContent()).not.toMatch(/^0 of/);
      expect(complaints).toEqual([]);
    },
    LONG,
  );
});
