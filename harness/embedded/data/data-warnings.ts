import { existsSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { benchmarkResolution, benchmarkSetup } from './benchmark.ts';
import { formatDay, parseDay } from './calendar-day.ts';
import { barsPath, interestRatePath, tickKinds } from './data-paths.ts';
import type { SecurityReference } from './security-reference.ts';

interface Findings {
  readonly setup: BacktestSetup;
  readonly reference: SecurityReference;
  readonly available: { start: number; end: number };
  /** Trading days inside the data that have no bar. */
  readonly missingDays: readonly number[];
}

/** A few days without data at either end are weekends and holidays. */
const GAP_DAYS = 7;

/** What a backtest can be run without, but should not be without notice. */
export function dataWarnings(findings: Findings): string[] {
  const { setup } = findings;
  const warnings = securityWarnings(findings);
  if (benchmarkResolution(setup) === null) {
    const at = benchmarkSetup(setup);
    const kind = tickKinds(at, 'hour')[0] ?? 'trade';
    const file = barsPath(at, 'hour', { ticker: at.symbol, kind });
    warnings.push(`No benchmark: wanted "${file}", found none; alpha and beta are not measured`);
  }
  if (!existsSync(interestRatePath(setup.dataFolder))) {
    const file = interestRatePath(setup.dataFolder);
    warnings.push(`No interest rates: wanted "${file}", found none; 1 % is taken, as LEAN does`);
  }
  return warnings;
}

/** The same of one security alone. */
export function securityWarnings({ setup, reference, available, missingDays }: Findings): string[] {
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
  const [firstMissing] = missingDays;
  if (firstMissing !== undefined) {
    warnings.push(
      `Data of ${setup.symbol} has gaps: wanted a bar every trading day, found none on ${missingDays.length} from ${formatDay(firstMissing)} on; the bar before stands in`,
    );
  }
  return warnings;
}
