import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import type { ParameterDefinition } from '../../../runner/domain/space.ts';
import { evaluatedSearches } from '../../../runner/report/best-parameters.ts';
import { reportData } from '../../../runner/report/page/report-data.ts';
import { reportPage } from '../../../runner/report/page/report-page.ts';
import { findChromium, launchChromium } from '../../e2e/chromium.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { type SearchToStore, type StoredRun, storeRun } from '../../fixtures/stored-run.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

const parameters: readonly ParameterDefinition[] = [
  { name: 'fast', type: 'int', min: 2, max: 60, description: HOSTILE },
  { name: 'slow', type: 'float', min: 0.5, max: 9, category: 'trend' },
  { name: 'mode', type: 'categorical', values: [HOSTILE, 'b'] },
];

function evaluations(count: number): Evaluation[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const fast = 2 + ((index * 7) % 59);
    const isValid = id % 9 !== 0;
    return anEvaluation({
      id,
      stage: index < count / 2 ? 'lhs' : 'genetic',
      params: { fast, slow: 0.5 + (index % 85) / 10, mode: index % 2 === 0 ? HOSTILE : 'b' },
      status: isValid ? 'complete' : 'invalid',
      fitness: isValid ? fast / 60 - index / count / 10 : Number.NEGATIVE_INFINITY,
    });
  });
}

/** As LEAN has it: candles, a benchmark that starts at 0, a day a point. */
function resultOf(days: number): object {
  const time = (day: number) => 946_900_000 + day * 86_400;
  const values = Array.from({ length: days }, (_, day) => {
    const close = 100_000 + day * 20 + Math.sin(day / 40) * 9_000;
    return [time(day), close, close, close, close];
  });
  const prices = values.map(([at], day) => [at, day === 0 ? 0 : 50 + day / 100]);
  return {
    charts: {
      'Strategy Equity': { series: { Equity: { values } } },
      Benchmark: { series: { Benchmark: { values: prices } } },
    },
    statistics: { 'Sharpe Ratio': '0.184', 'Net Profit': HOSTILE },
  };
}

async function pageOf(
  searches: Readonly<Record<string, SearchToStore>>,
  change: Parameters<typeof storeRun>[2] = {},
  backtest: () => Promise<unknown> = () => Promise.reject(new Error('not wanted')),
): Promise<{ page: string; run: StoredRun }> {
  const job = { parameters, rules: [], holdout: null, ...change.job };
  const run = await storeRun(folder.path, searches, { ...change, job });
  const searched = evaluatedSearches(run.record);
  const data = await reportData(run.store, run, { searches: searched, backtest });
  return { page: reportPage(data), run };
}

/** Without the whole page in the message. */
function expectText(page: string, text: string): void {
  expect(page.includes(text), text).toBe(true);
}

const search = { evaluations: evaluations(400), result: resultOf(4_000) };

describe('reportPage()', () => {
  test('needs nothing else, and its policy allows nothing else', async () => {
    const { page } = await pageOf({ SPY: search }, { name: HOSTILE, study: HOSTILE });
    const tags = new Set([...page.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name));
    for (const tag of ['script', 'img', 'link', 'iframe', 'object', 'form', 'a']) {
      expect(tags).not.toContain(tag);
    }
    // No attribute carries a script, an address, or style, which the policy would drop.
    const attributes = new Set([...page.matchAll(/\s([a-zA-Z-]+)="/g)].map(([, name]) => name));
    expect([...attributes].filter((name) => /^(on|src|href|style)/.test(name ?? ''))).toEqual([]);
    expect(/url\(|@import|https?:/i.exec(page)?.[0]).toBeUndefined();
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expectText(page, '&lt;script&gt;alert(2)');
  });

  test('tells of the best set, where it stands, and how it was found', async () => {
    const { page, run } = await pageOf({ SPY: search });
    const text = page.replaceAll(/<style>[\s\S]*<\/style>|<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    const [best] = search.evaluations
      .filter(({ status }) => status === 'complete')
      .toSorted((a, b) => b.fitness - a.fitness);
    expect(text).toContain(`Best of SPY (evaluation ${best?.id})`);
    expect(text).toContain('fast 60 2 to 60, step 1 upper edge');
    expect(text).toContain('There is no holdout');
    expect(text).toContain('The best fast is 60, the upper edge of its range');
    for (const fact of [run.record.id, run.record.identity.data, 'seed 42', 'trend', '0.184']) {
      expect(text, fact).toContain(fact);
    }
    // Course, equity, drawdown, a slice for each parameter.
    expect(page.match(/<svg viewBox="0 0 (760|370)/g)).toHaveLength(3 + parameters.length);
    expect(
      page.match(/<tr><td class="number">\d+<\/td><td class="number">\d+<\/td>/g),
    ).toHaveLength(20);
  });

  test('shows holdout, what is in use, and repeats that came out otherwise', async () => {
    const best = search.evaluations.reduce((a, b) => (b.fitness > a.fitness ? b : a));
    const holdout = anEvaluation({ id: 1, fitness: 0.0777, is_oos: true, metrics: {} });
    const baseline = { label: 'live.yaml', evaluation: anEvaluation({ id: 0, fitness: 0.0333 }) };
    const verified = [
      {
        evaluation: best.id,
        executor: 'docker',
        engine: 'embedded' as const,
        kind: 'repeat' as const,
        equal: false,
        differences: [],
        error: null,
        at: '2026-11-21T10:15:30.123Z',
      },
    ];
    const { page } = await pageOf({
      SPY: { ...search, progress: { holdout, baseline, verified } },
    });
    expectText(page, 'holdout 0.0777');
    expectText(page, 'live.yaml 0.0333');
    expectText(page, 'Run again in a fresh container: differs');
    expectText(page, 'came out otherwise when docker ran it again');
  });

  test('backtests again where the result was not kept', async () => {
    const asked: number[] = [];
    const bare = { evaluations: search.evaluations };
    const { page } = await pageOf({ SPY: bare }, {}, async () => {
      asked.push(1);
      return resultOf(100);
    });
    expect(asked).toEqual([1]);
    expectText(page, 'equity on SPY');
    // Without one, the page has no curves but all else.
    const { page: without } = await pageOf({ SPY: bare }, {}, async () => null);
    expect(without.includes('equity on SPY')).toBe(false);
    expectText(without, 'How it was found');
  });

  test('draws each symbol of a shared set', async () => {
    const shared = { mode: 'shared', symbols: ['SPY', 'IBM'] } as const;
    const job = { parameters, rules: [], ...shared };
    const run = await storeRun(folder.path, { shared: search }, { job });
    const backtests = join(run.store.folder(run.record.id), 'shared/backtests');
    mkdirSync(backtests, { recursive: true });
    for (const symbol of shared.symbols) {
      writeFileSync(join(backtests, `best.${symbol}.json`), JSON.stringify(resultOf(300)));
    }
    const searches = evaluatedSearches(run.record);
    const data = await reportData(run.store, run, { searches, backtest: async () => null });
    const page = reportPage(data);
    expectText(page, 'equity on SPY');
    expectText(page, 'equity on IBM');
  });

  test('stays below a megabyte with many symbols, parameters and evaluations', async () => {
    const wide = Array.from({ length: 30 }, (_, index): ParameterDefinition => {
      return { name: `parameter_${index}`, type: 'float', min: 0, max: 1 };
    });
    const lines = Array.from({ length: 1_200 }, (_, index) => {
      const params = wide.map(({ name }, place) => [name, Math.abs(Math.sin(index * (place + 1)))]);
      return anEvaluation({
        id: index + 1,
        params: Object.fromEntries(params),
        fitness: Math.sin(index),
      });
    });
    const searches = Array.from({ length: 14 }, (_, index) => {
      return [`S${index}`, { evaluations: lines, result: resultOf(9_000) }] as const;
    });
    const { page } = await pageOf(Object.fromEntries(searches), { job: { parameters: wide } });
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expectText(page, '6 are listed here alone');
  });

  const chromium = findChromium();
  test.skipIf(chromium === null)('opens from a file without a request or an error', async () => {
    const { page } = await pageOf({ SPY: search }, { name: HOSTILE });
    const file = join(folder.path, 'report.html');
    writeFileSync(file, page);
    await using browser = await launchChromium(chromium ?? '');
    const tab = await browser.newPage({ viewport: { width: 390, height: 800 } });
    tab.setDefaultTimeout(120_000);
    const told: string[] = [];
    tab.on('console', (message) => told.push(message.text()));
    tab.on('dialog', (dialog) => told.push(`dialog ${dialog.message()}`));
    tab.on('request', (request) => told.push(request.url()));
    const url = pathToFileURL(file).href;
    await tab.goto(url);
    expect(told).toEqual([url]);
    const [wider, painted] = await tab.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      getComputedStyle(document.querySelector('.line') as Element).stroke,
    ]);
    expect(wider).toBe(0);
    // The style is let through by its hash.
    expect(painted).toMatch(/^rgb/);
  });
});
