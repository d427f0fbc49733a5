import type { EvaluationName } from './evaluation-api.ts';
import { sitePath } from './site-path.ts';
import { TRADE_KEYS, type TradeKey } from './trade-columns.ts';

/** What the address of an evaluation's page holds. */
export interface EvaluationQuery extends EvaluationName {
  /** A symbol of a shared search. */
  readonly of: string | null;
  readonly log: boolean;
  readonly sort: TradeKey;
  readonly descending: boolean;
}

/** Null where the address names no evaluation. */
export function readEvaluationQuery(search: string): EvaluationQuery | null {
  const params = new URLSearchParams(search);
  const [run, symbol, id] = ['run', 'symbol', 'id'].map((name) => params.get(name) ?? '');
  if (!run || !symbol || !id) return null;
  const sort = TRADE_KEYS.find((key) => key === params.get('sort')) ?? 'number';
  return {
    run,
    symbol,
    id,
    of: params.get('of'),
    log: params.get('log') === '1',
    sort,
    descending: params.get('order') === 'desc',
  };
}

/** The address of the same view; what is as usual is left out. */
export function evaluationPath(
  query: EvaluationName & Partial<Omit<EvaluationQuery, keyof EvaluationName>>,
): string {
  const { run, symbol, id, of = null, log = false, sort = 'number', descending = false } = query;
  return sitePath('/evaluation/', {
    run,
    symbol,
    id,
    ...(of === null ? {} : { of }),
    ...(log ? { log: '1' } : {}),
    ...(sort === 'number' ? {} : { sort }),
    ...(descending ? { order: 'desc' } : {}),
  });
}
