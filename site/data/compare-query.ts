/** More lines than this cannot be told apart. */
export const MOST_RUNS = 20;

/** What the comparison shows; the URL holds it. */
export interface CompareQuery {
  /** Each once, in the order in which they were named. */
  readonly runs: readonly string[];
  /** Null: of each run the symbol with the best fitness. */
  readonly symbol: string | null;
  readonly axis: 'evaluations' | 'seconds';
  readonly log: boolean;
  /** Also rows in which the runs are alike. */
  readonly all: boolean;
  /** Runs without lines in the charts. */
  readonly hidden: readonly string[];
}

const list = (text: string | null) => [...new Set((text ?? '').split(',').filter(Boolean))];

export function readCompareQuery(search: string): CompareQuery {
  const params = new URLSearchParams(search);
  return {
    runs: list(params.get('runs')),
    symbol: params.get('symbol') || null,
    axis: params.get('x') === 'seconds' ? 'seconds' : 'evaluations',
    log: params.get('log') === '1',
    all: params.get('all') === '1',
    hidden: list(params.get('hide')),
  };
}

/** The query as a URL's search part, defaults left out. */
export function writeCompareQuery(query: Partial<CompareQuery>): string {
  const params = new URLSearchParams({ runs: (query.runs ?? []).join() });
  if (query.symbol) params.set('symbol', query.symbol);
  if (query.axis === 'seconds') params.set('x', 'seconds');
  if (query.log) params.set('log', '1');
  if (query.all) params.set('all', '1');
  if (query.hidden?.length) params.set('hide', query.hidden.join());
  // A comma may stand in a query as it is, and reads better.
  return `?${params.toString().replaceAll('%2C', ',')}`;
}
