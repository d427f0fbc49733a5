import type { Job } from '../../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../../domain/run-record.ts';

/** Answers one request of the API; null where the answer is an error. */
export type AskApi = (path: string) => Promise<unknown>;

export interface ExportedRun {
  readonly record: RunRecord;
  readonly job: Job;
  /** How many of the best of each search can be opened. */
  readonly evaluations: number;
}

/**
 * Asks all that the pages of one run ask for: the page of the run, those of its best evaluations, of
 * its symbols, and its part of a comparison. Paths are those of `site/data/*-api.ts` and its feeds, to
 * the letter: files have no server that would read a query another way.
 */
export async function askRun(ask: AskApi, run: ExportedRun): Promise<void> {
  const { record } = run;
  const own = `/api/runs/${encodeURIComponent(record.id)}`;
  for (const part of ['', '/log?tail=200', '/annotations', '/matrix', '/sharing']) {
    await ask(`${own}${part}`);
  }
  for (const search of record.symbols) await askSearch(ask, run, search);
}

async function askSearch(
  ask: AskApi,
  { record, job, evaluations }: ExportedRun,
  search: SymbolProgress,
): Promise<void> {
  const own = `/api/runs/${encodeURIComponent(record.id)}/symbols/${encodeURIComponent(search.folder)}`;
  await ask(`/api/courses?searches=${record.id}/${search.folder}`);
  for (const part of PARTS) await ask(`${own}/${part}`);
  for (const query of bestQueries(job)) await ask(`${own}/best${query}`);
  for (const pair of pairsOf(job)) await ask(`${own}/heat?${pair}`);
  const ids = new Set([
    ...idsOf(await ask(`${own}/top?n=${SHOWN}`)),
    ...(evaluations > SHOWN ? idsOf(await ask(`${own}/top?n=${evaluations}`)) : []),
    ...(job.objectives === undefined ? [] : idsOf(await ask(`${own}/front`))),
    ...(search.best === null ? [] : [search.best.id]),
  ]);
  for (const id of ids) {
    for (const of of ofEach(job)) await ask(`${own}/evaluations/${id}${of}`);
  }
}

/** As many of the best as the page of a run shows at first. */
const SHOWN = 25;

const PARTS = [
  'points?max=5000',
  'sample?max=3000',
  'timeline?max=1500&bins=300',
  'constraints',
  'hypervolume',
  'convergence?max=1',
  'analysis',
];

/** As the page of a run, that of symbols and that of comparisons ask for the best. */
function bestQueries(job: Job): string[] {
  const tickers = job.mode === 'shared' ? job.symbols : [];
  const each = [null, ...tickers].flatMap((of) => [
    { of, benchmark: '1' },
    { of, max: '400' },
    { of, max: '3000', benchmark: '1' },
  ]);
  return each.map(({ of, ...rest }) => {
    const query = new URLSearchParams({ ...(of !== null && { of }), ...rest });
    return query.size === 0 ? '' : `?${query}`;
  });
}

/** A set of a shared search has a result on each symbol. */
function ofEach(job: Job): string[] {
  const tickers = job.mode === 'shared' ? job.symbols : [];
  return ['', ...tickers.map((of) => `?${new URLSearchParams({ of })}`)];
}

/** Any two parameters may be chosen for the heat map; of very many, those that come first. */
const MOST_HEATED = 12;

function pairsOf({ parameters }: Job): string[] {
  const names = parameters.map(({ name }) => name).slice(0, MOST_HEATED);
  const pairs = names.flatMap((x) => names.filter((y) => y !== x).map((y) => ({ x, y })));
  return pairs.map(({ x, y }) => String(new URLSearchParams({ x, y, bins: '40' })));
}

function idsOf(answer: unknown): number[] {
  const { rows = [] } = (answer ?? {}) as { rows?: readonly { id: number }[] };
  return rows.map(({ id }) => id);
}
