import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

/** Where LEAN's own results and its data lie: `LEANTUNE_SHARED`, or `../shared` beside the project. */
const shared = resolve(process.env['LEANTUNE_SHARED'] ?? '../shared');
export const leanData = resolve(shared, 'lean-data');
const results = resolve(shared, 'reference/lean');

/** Why the tests against LEAN's results are skipped here; null where they can run. */
export const missingReference =
  existsSync(leanData) && existsSync(resolve(results, 'index.json'))
    ? null
    : `no LEAN results in ${shared}`;

if (missingReference !== null)
  console.warn(`Skipped the comparison with LEAN: ${missingReference}`);

export interface ReferenceRun {
  readonly name: string;
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface ReferenceResult {
  readonly statistics: Readonly<Record<string, string>>;
  readonly runtimeStatistics: Readonly<Record<string, string>>;
  readonly portfolioStatistics: Readonly<Record<string, string>>;
  readonly tradeStatistics: Readonly<Record<string, string | number>>;
  readonly orders: readonly Readonly<Record<string, number | string>>[];
  readonly orderEvents: readonly Readonly<Record<string, number | string>>[];
  readonly closedTrades: readonly Readonly<Record<string, unknown>>[];
  readonly equity: readonly (readonly number[])[];
  readonly dailyReturnPct: readonly (readonly [number, number])[];
}

export function referenceRuns(): ReferenceRun[] {
  if (missingReference !== null) return [];
  return JSON.parse(readFileSync(resolve(results, 'index.json'), 'utf8')).runs;
}

export function referenceResult(name: string): ReferenceResult {
  return JSON.parse(gunzipSync(readFileSync(resolve(results, `${name}.json.gz`))).toString());
}

/** Lines of one of the dumps of bars and indicator values as LEAN's algorithm saw them. */
export function referenceBars(name: string): string[][] {
  const text = gunzipSync(readFileSync(resolve(results, `${name}.csv.gz`))).toString();
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

export function setupOf({ parameters }: ReferenceRun, strategy: string): BacktestSetup {
  const day = (digits: unknown) => String(digits).replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3');
  const text = (name: string, otherwise: string) => String(parameters[name] ?? otherwise);
  return {
    strategy,
    symbol: text('symbol', 'SPY'),
    securityType: text('kind', 'equity') as BacktestSetup['securityType'],
    market: text('market', 'usa'),
    resolution: text('resolution', 'Daily').toLowerCase() as BacktestSetup['resolution'],
    normalization: text('normalization', 'Adjusted') as BacktestSetup['normalization'],
    benchmark: text('benchmark', 'SPY'),
    dates: { start: day(parameters['start']), end: day(parameters['end']) },
    cash: Number(parameters['cash']),
    dataFolder: leanData,
    fixedParameters: {},
  };
}
