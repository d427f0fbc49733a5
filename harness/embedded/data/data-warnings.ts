import { existsSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { benchmarkResolution, benchmarkSetup } from './benchmark.ts';
import { formatDay, parseDay } from './calendar-day.ts';
import type { DataCoverage } from './data-coverage.ts';
import { barsPath, interestRatePath, tickKinds } from './data-paths.ts';
import type { SecurityReference } from './security-reference.ts';

interface Findings {
  readonly setup: BacktestSetup;
  readonly reference: SecurityReference;
  readonly available: { start: number; end: number };
  /** Trading days inside the data that have no bar. */
  readonly missingDays: readonly number[];
  readonly coverage: DataCoverage;
}

/** A few days without data at either end are weekends and holidays. */
const GAP_DAYS = 7;

/** What a backtest can be run without, but should not be without notice. */
export function dataWarnings(findings: Findings): string[] {
  const { setup } = findings;
  const warnings = [...securityWarnings(findings), ...benchmarkWarnings(setup)];
  if (!existsSync(interestRatePath(setup.dataFolder))) {
    const file = interestRatePath(setup.dataFolder);
    warnings.push(`No interest rates: wanted "${file}", found none; 1 % is taken, as LEAN does`);
  }
  return warnings;
}

/** The same of a benchmark. */
export function benchmarkWarnings(setup: BacktestSetup): string[] {
  if (benchmarkResolution(setup) !== null) return [];
  const at = benchmarkSetup(setup);
  const kind = tickKinds(at, 'hour')[0] ?? 'trade';
  const file = barsPath(at, 'hour', { ticker: at.symbol, kind });
  return [`No benchmark: wanted "${file}", found none; alpha and beta are not measured`];
}

/** The same of one security alone. */
export function securityWarnings(findings: Findings): string[] {
  const { setup, reference, available, missingDays } = findings;
  const warnings = [...reference.warnings];
  if (available.start > parseDay(setup.dates.start) + GAP_DAYS) {
    warnings.push(
      `Data of ${setup.symbol} begins late: wanted ${setup.dates.start}, found ${formatDay(available.start)}`,
    );
  }
  if (available.end < parseDay(setup.dates.end) - GAP_DAYS) {
    warnings.push(
      `Data of ${setup.symbol} ends early: wanted ${setup.dates.end}, found ${formatDay(available.end)}; the last price stands until then`,
    );
  }
  if (missingDays.length > 0) {
    warnings.push(
      `Data of ${setup.symbol} has gaps: wanted a bar every trading day, found none on ${missingDays.length} (${gapsText(findings)}); the bar before stands in`,
    );
  }
  return warnings;
}

/** The first gaps inside the data. */
function gapsText({ available, missingDays, coverage }: Findings): string {
  const inside = coverage.gaps.filter(
    ({ start, end }) => parseDay(start) > available.start && parseDay(end) < available.end,
  );
  // None is named where the data's days are not the exchange's, or many gaps lie before.
  if (inside.length === 0) return `the first is ${formatDay(missingDays[0] ?? available.start)}`;
  const shown = inside.map(({ start, end }) => (start === end ? start : `${start} to ${end}`));
  const named = inside.reduce((sum, { missing }) => sum + missing, 0);
  return `${shown.join(', ')}${named < missingDays.length ? ' and more' : ''}`;
}
