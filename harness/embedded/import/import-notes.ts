import type { Resolution } from '../../../runner/domain/bar-import.ts';
import { hasQuotes } from './bar-files.ts';
import { dateTimeText } from './date-time-text.ts';
import type { FoundGaps } from './find-gaps.ts';
import { roundedCount } from './price-steps.ts';
import type { SortedBars } from './sorted-bars.ts';

interface Findings {
  readonly bars: SortedBars;
  readonly securityType: 'equity' | 'forex' | 'cfd' | 'crypto';
  readonly resolution: Resolution;
  readonly found: FoundGaps;
  /** The zone that the CSV's times were read in. */
  readonly zone: string;
}

/** What the one who uses the bars should know of them. */
export function importNotes(findings: Findings): string[] {
  return [...quoteNotes(findings), ...roundingNotes(findings), ...outsideNotes(findings)];
}

function quoteNotes(findings: Findings): string[] {
  if (!hasQuotes(findings)) return [];
  return [
    `LEAN keeps quotes of ${findings.securityType}: bid and ask are both the CSV's prices, so no spread is paid; volume is left out`,
  ];
}

function roundingNotes({ bars, securityType }: Findings): string[] {
  const count = securityType === 'equity' ? roundedCount(bars) : 0;
  return count === 0
    ? []
    : [`Prices of ${count} bars were rounded to the four decimals that LEAN keeps`];
}

/** Bars before and after hours are usual; where the hours themselves are empty, the zone is wrong. */
function outsideNotes({ bars, found, resolution, zone }: Findings): string[] {
  const { outside, firstOutside, filled } = found;
  if (firstOutside === null) return [];
  const first = dateTimeText(firstOutside);
  if (resolution === 'daily') {
    return [
      `${outside} bars lie on days without trading, which a backtest skips, the first on ${first.slice(0, 10)}`,
    ];
  }
  if (filled >= 0.5 || outside <= bars.length / 2) return [];
  return [
    `${outside} of ${bars.length} bars lie outside the market's hours, the first at ${first} there: is ${zone} the zone of the CSV's times (--timezone)?`,
  ];
}
