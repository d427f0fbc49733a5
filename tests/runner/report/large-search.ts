import { join } from 'node:path';
import { createSpace } from '../../../runner/domain/space.ts';
import { columnsOptions } from '../../../runner/run/columns-options.ts';
import { openSymbolFiles, type Written } from '../../../runner/run/symbol-files.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

/** Two whole row groups and a part of a third. */
export const SETS = 130_000;
const CHUNK = 10_000;

export const searchedJob = aJob({
  parameters: [{ name: 'x', type: 'int', min: 1, max: SETS }],
  rules: [],
  stages: [aStage('grid')],
});

/** Where the outputs of a search in this folder are told of. */
export function searchIn(folder: string) {
  return { folder: join(folder, 'SPY'), run: '20260102_030405', symbol: 'SPY' };
}

/** Writes the files of a grid that has run to its end, without running it. */
export async function writeLargeSearch(folder: string): Promise<void> {
  const space = createSpace(searchedJob.parameters, searchedJob.rules);
  const columns = columnsOptions(space, { stages: ['grid'], variations: [] });
  await using files = await openSymbolFiles(searchIn(folder).folder, columns);
  for (let first = 1; first <= SETS; first += CHUNK) {
    files.evaluations(Array.from({ length: CHUNK }, (_, row) => written(first + row)));
  }
}

function written(id: number): Written {
  const metrics = { net_pnl: Math.sin(id) * 50, trade_count: id % 97, total_r: Math.cos(id * 7) };
  return {
    evaluation: anEvaluation({ id, stage: 'grid', params: { x: id }, fitness: metrics.net_pnl }),
    outcome: { id, status: 'complete', metrics, attempt: 1, slot: 1, ms: 1 },
    point: id - 1,
  };
}
