import { createHash } from 'node:crypto';
import type { Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';

/** What must be the same for an evaluation of one run to answer another's. */
export interface SearchSetup {
  /** Hash of all that decides a backtest but the tuned parameters. */
  readonly setup: string;
  /** Hash of what judges its metrics. */
  readonly judged: string;
}

/**
 * Strategy, data, dates, cash and engine of one search. Sources and data go in by the content that
 * the executor read, not by name.
 * @param search a symbol's, or the one that all symbols share
 */
export function searchSetup(
  job: Job,
  search: string,
  preparations: ReadonlyMap<string, Pick<Preparation, 'strategyHash' | 'dataHash'>>,
): SearchSetup {
  const { backtest, mode } = job;
  const symbols = mode === 'shared' ? job.symbols.toSorted() : [search];
  const contents = symbols.map((symbol) => {
    const found = preparations.get(symbol);
    return [symbol, found?.strategyHash ?? null, found?.dataHash ?? null];
  });
  const { engine = 'embedded', securityType, market, resolution, normalization } = backtest;
  const setup = hash([
    contents,
    mode,
    [engine, securityType, market, resolution, normalization, backtest.benchmark],
    [backtest.dates.start, backtest.dates.end, backtest.cash],
    sorted(backtest.fixedParameters),
  ]);
  const judged = hash([
    [job.fitness.name, sorted(job.fitness.options)],
    job.constraints.map(({ metric, operator, value }) => [metric, operator, value]),
    (job.objectives ?? []).map(({ metric, direction }) => [metric, direction]),
    mode === 'shared' ? job.sharedFitness : null,
  ]);
  return { setup, judged };
}

/** By code unit, so that every machine sorts alike. */
function sorted(values: Readonly<Record<string, unknown>>): (readonly [string, unknown])[] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
