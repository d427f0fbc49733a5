import type { Sharing } from '../../runner/server/universe-views.ts';
import { ABSENT, formatFitness, formatNumber } from './format.ts';
import { quantile } from './score-range.ts';

/** What a shared set lacks of the symbol's own: below 0 where the shared one is better. */
export function costOf(own: number | null, shared: number | null): number | null {
  return own === null || shared === null ? null : own - shared;
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known.length === 0 ? null : quantile(known, 0.5);
}

function verdict(costs: readonly (number | null)[], where: string): string {
  const middle = medianOf(costs);
  if (middle === null) return '';
  const known = costs.filter((cost) => cost !== null);
  const better = known.filter((cost) => cost < 0).length;
  const amount = formatFitness(Math.abs(middle));
  const word = middle < 0 ? 'gains' : 'costs';
  return `${where} one set for all ${word} a median of ${amount} fitness; it is the better one on ${formatNumber(better)} of ${formatNumber(known.length)} symbols.`;
}

/** Where no symbol has both, at least how many have either. */
function validOnHoldout(rows: Sharing['rows']): string {
  const count = (name: 'own_holdout' | 'shared_holdout') =>
    formatNumber(rows.filter((row) => row[name] !== null).length);
  return `On the holdout the shared set is valid on ${count('shared_holdout')} of ${formatNumber(rows.length)} symbols, own sets are on ${count('own_holdout')}.`;
}

/** The cost of sharing in words: on the dates of the search, and on those that neither has seen. */
export function sharingText({ rows, holdout }: Sharing): string {
  const search = verdict(
    rows.map(({ own, shared }) => costOf(own, shared)),
    'In the search',
  );
  const held = verdict(
    rows.map((row) => costOf(row.own_holdout, row.shared_holdout)),
    'On the holdout',
  );
  const invalid = rows.filter(({ shared }) => shared === null).map(({ symbol }) => symbol);
  const none = invalid.length === 0 ? '' : `It is not valid on ${invalid.join(', ')}.`;
  return [search, none, holdout ? held || validOnHoldout(rows) : ''].filter(Boolean).join(' ');
}

/** By how much the cost differs: as text, more is worse. */
export function costText(own: number | null, shared: number | null): string {
  const cost = costOf(own, shared);
  if (cost === null) return ABSENT;
  return cost > 0 ? `+${formatFitness(cost)}` : formatFitness(cost);
}
