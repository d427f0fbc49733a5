import { countText } from '../domain/number-text.ts';
import type { RunRecord, SearchStart, Unused } from '../domain/run-record.ts';

const WHY: Readonly<Record<keyof Unused, string>> = {
  setup: 'of another strategy, other data, dates, cash or engine',
  space: 'outside the space',
  judged: 'judged by another fitness',
  unfinished: 'failed or pruned',
};

/** What a new run takes over from its study, as the end of a sentence; empty where nothing. */
export function startsText({ study, starts = {} }: Pick<RunRecord, 'study' | 'starts'>): string {
  const searches = Object.values(starts);
  const runs = new Set(searches.flatMap((start) => start.runs));
  const known = searches.reduce((sum, start) => sum + start.known, 0);
  const unused = unusedText(searches);
  if (known === 0 && unused === null) return '';
  const from = runs.size === 1 ? '1 run' : `${countText(runs.size)} runs`;
  const found = known === 0 ? '' : ` (${from})`;
  const rest = unused === null ? '' : `; not of use: ${unused}`;
  return `, with ${evaluationsText(known)} of study "${study}"${found} known${rest}`;
}

/** `5 outside the space, 2 failed or pruned`; null where all are of use. */
function unusedText(searches: readonly SearchStart[]): string | null {
  const parts = (Object.keys(WHY) as (keyof Unused)[]).flatMap((why) => {
    const count = searches.reduce((sum, { unused }) => sum + unused[why], 0);
    return count === 0 ? [] : [`${countText(count)} ${WHY[why]}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
}

function evaluationsText(count: number): string {
  return `${countText(count)} evaluation${count === 1 ? '' : 's'}`;
}
