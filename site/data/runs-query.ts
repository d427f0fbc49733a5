import type { RunRecord, RunState } from '../../runner/domain/run-record.ts';
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

/** What the history shows; the URL holds it, so that a view can be sent to somebody. */
export interface RunsQuery {
  readonly text: string;
  /** Empty: all. */
  readonly states: readonly RunState[];
  readonly sort: SortKey;
  readonly descending: boolean;
}

const DEFAULT_SORT: SortKey = 'created';
const isSortKey = (key: string | null): key is SortKey => SORT_KEYS.includes(key as SortKey);

/** Words start at A, numbers and times at the largest. */
export function naturallyDescending(key: SortKey): boolean {
  return key !== 'name' && key !== 'strategy' && key !== 'state';
}

export function readRunsQuery(search: string): RunsQuery {
  const params = new URLSearchParams(search);
  const named = params.get('sort');
  const sort = isSortKey(named) ? named : DEFAULT_SORT;
  const order = params.get('order');
  return {
    text: params.get('q') ?? '',
    states: (params.get('state') ?? '').split(',').filter(Boolean) as RunState[],
    sort,
    descending: order === null ? naturallyDescending(sort) : order === 'desc',
  };
}

/** The query as a URL's search part, defaults left out; empty where all are. */
export function writeRunsQuery({ text, states, sort, descending }: RunsQuery): string {
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  if (states.length > 0) params.set('state', states.join(','));
  if (sort !== DEFAULT_SORT) params.set('sort', sort);
  if (descending !== naturallyDescending(sort)) params.set('order', descending ? 'desc' : 'asc');
  const search = params.toString();
  return search === '' ? '' : `?${search}`;
}

const collator = new Intl.Collator();

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return Number(a) - Number(b);
}

/** Every word must be found somewhere in name, strategy, symbols, study, tags or id. */
function matchesText(run: RunSummary, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => run.searchable.includes(word));
}

export function selectRuns(runs: readonly RunSummary[], query: RunsQuery): readonly RunSummary[] {
  const states = new Set(query.states);
  const direction = query.descending ? -1 : 1;
  return runs
    .filter((run) => (states.size === 0 || states.has(run.state)) && matchesText(run, query.text))
    .sort((a, b) => {
      const [left, right] = [a[query.sort], b[query.sort]];
      // What has no value yet goes last, whatever the direction.
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
      } else {
        const order = compare(left, right) * direction;
        if (order !== 0) return order;
      }
      // ISO times: text order is time order, and plain comparison is quicker than a collator's.
      return a.created < b.created ? 1 : -1;
    });
}

export function countStates(
  runs: readonly Pick<RunRecord, 'state'>[],
): ReadonlyMap<RunState, number> {
  const counts = new Map<RunState, number>();
  for (const { state } of runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
