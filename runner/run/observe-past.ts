import type { Told } from '../domain/sampler.ts';
import type { Pruning } from '../pipeline/pruning.ts';
import type { StageReplay } from './stage-replay.ts';

/** Shows a pruner what an earlier session told of a stage, batch by batch as it was told then. */
export function observePast(pruning: Pruning, past: StageReplay): void {
  const { history, told, exhaustive, asked } = past;
  if (asked !== undefined) {
    pruning.observe(told);
    return;
  }
  const batches = exhaustive === undefined ? history.length : exhaustive.from.batches;
  const byBatch = exhaustive === undefined ? batchesOf(past) : exhaustiveBatches(exhaustive);
  for (let batch = 0; batch < batches; batch++) pruning.observe(byBatch.get(batch) ?? []);
}

/** Evaluations are in the order of their ids, and these in the order of asking. */
function batchesOf({ told }: StageReplay): ReadonlyMap<number, readonly Told[]> {
  return Map.groupBy(told, ({ batch }) => batch);
}

function exhaustiveBatches({
  lines,
  from,
}: NonNullable<StageReplay['exhaustive']>): ReadonlyMap<number, readonly Told[]> {
  const batches = new Map<number, Told[]>();
  for (let id = lines.first; id < lines.first + from.made; id++) {
    const told = lines.get(id);
    if (told === undefined) continue;
    const batch = batches.get(lines.batchOf(id));
    if (batch === undefined) batches.set(lines.batchOf(id), [told]);
    else batch.push(told);
  }
  return batches;
}
