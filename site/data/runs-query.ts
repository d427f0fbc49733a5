import type { RunState } from '../../runner/domain/run-record.ts';
import type { RunSummary } from './run-summary.ts';

export const SORT_KEYS = [
  'name',
  'strategy',
  'state',
  'best',
  'evaluations',
  'seconds',
  'created',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What a list of values can be chosen from; an empty text is all. */
export const FILTER_KEYS = ['study', 'strategy', 'symbol', 'tag'] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

/** What the history shows; the URL holds it, so that a view can be sent to somebody. */
export interface RunsQuery extends Readonly<Record<FilterKey, string>> {
  readonly text: string;
  /** Empty: all. */
  readonly states: readonly RunState[];
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Whether runs stand below their studies. */
  readonly grouped: boolean;
  /** Studies whose runs are shown; an empty name is that of runs without one. */
  readonly open: readonly string[];
  /** Whether runs in the archive are shown, too. */
  readonly archived: boolean;
}

const DEFAULT_SORT: SortKey = 'created';
const isSortKey = (key: string | null): key is SortKey => SORT_KEYS.includes(key as SortKey);

/** Nothing filtered. */
export const ALL_RUNS = {
  text: '',
  states: [],
  study: '',
  strategy: '',
  symbol: '',
  tag: '',
} as const satisfies Partial<RunsQuery>;

/** Words start at A, numbers and times at the largest. */
export function naturallyDescending(key: SortKey): boolean {
  return key !== 'name' && key !== 'strategy' && key !== 'state';
}

export function readRunsQuery(search: string): RunsQuery {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name) ?? '';
  const named = params.get('sort');
  const sort = isSortKey(named) ? named : DEFAULT_SORT;
  const order = params.get('order');
  return {
    text: text('q'),
    states: text('state').split(',').filter(Boolean) as RunState[],
    study: text('study'),
    strategy: text('strategy'),
    symbol: text('symbol'),
    tag: text('tag'),
    sort,
    descending: order === null ? naturallyDescending(sort) : order === 'desc',
    grouped: params.get('group') === 'study',
    open: params.getAll('open'),
    archived: params.get('archived') === '1',
  };
}

/** The query as a URL's search part, defaults left out; empty where all are. */
export function writeRunsQuery(query: RunsQuery): string {
  const { text, states, sort, descending, grouped, open, archived } = query;
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  if (states.length > 0) params.set('state', states.join(','));
  for (const key of FILTER_KEYS) if (query[key] !== '') params.set(key, query[key]);
  if (sort !== DEFAULT_SORT) params.set('sort', sort);
  if (descending !== naturallyDescending(sort)) params.set('order', descending ? 'desc' : 'asc');
  if (grouped) params.set('group', 'study');
  for (const name of grouped ? open : []) params.append('open', name);
  if (archived) params.set('archived', '1');
  const search = params.toString();
  return search === '' ? '' : `?${search}`;
}

const collator = new Intl.Collator();

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return Number(a) - Number(b);
}

/** ISO times: text order is time order, and plain comparison is quicker than a collator's. */
function compareTimes(a: string | number | null, b: string | number | null): number {
  return String(a) < String(b) ? -1 : Number(a !== b);
}

/** Every word must be found somewhere in name, strategy, symbols, study, tags or id. */
function textFilter(text: string): (run: RunSummary) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (run) => words.every((word) => run.searchable.includes(word));
}

/** What of a run a filter looks at. */
const VALUES: Readonly<Record<FilterKey, (run: RunSummary) => readonly string[]>> = {
  study: ({ study }) => (study === null ? [] : [study]),
  strategy: ({ strategy }) => [strategy],
  symbol: ({ symbols }) => symbols,
  tag: ({ tags }) => tags,
};

/** All values that a filter can be set to, in order of the alphabet. */
export function filterValues(runs: readonly RunSummary[], key: FilterKey): readonly string[] {
  const values = new Set<string>();
  for (const run of runs) for (const value of VALUES[key](run)) values.add(value);
  return [...values].sort(collator.compare);
}

export function selectRuns(runs: readonly RunSummary[], query: RunsQuery): readonly RunSummary[] {
  const states = new Set(query.states);
  const hasText = textFilter(query.text);
  const filters = FILTER_KEYS.filter((key) => query[key] !== '');
  return runs
    .filter(
      (run) =>
        (query.archived || !run.archived) &&
        (states.size === 0 || states.has(run.state)) &&
        filters.every((key) => VALUES[key](run).includes(query[key])) &&
        hasText(run),
    )
    .sort(inOrder(query));
}

function inOrder({ sort, descending }: RunsQuery): (a: RunSummary, b: RunSummary) => number {
  const direction = descending ? -1 : 1;
  const order = sort === 'created' ? compareTimes : compare;
  return (a, b) =>
    // What has no value yet goes last, whatever the direction.
    Number(a[sort] === null) - Number(b[sort] === null) ||
    order(a[sort], b[sort]) * direction ||
    compareTimes(b.created, a.created);
}

export function countStates(
  runs: readonly Pick<RunSummary, 'state'>[],
): ReadonlyMap<RunState, number> {
  const counts = new Map<RunState, number>();
  for (const { state } of runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
