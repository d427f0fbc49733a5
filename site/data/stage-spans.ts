import type { PointsView } from '../../runner/server/views.ts';

export interface StageSpan {
  readonly name: string;
  /** Position among the stages; decides the colour. */
  readonly stage: number;
  readonly from: number;
  readonly to: number;
}

/** The ids that each stage covers, in the order in which they ran. */
export function stageSpans({ points, stages }: PointsView): readonly StageSpan[] {
  const spans = new Map<number, StageSpan>();
  for (const [id, , stage] of points) {
    const known = spans.get(stage);
    const from = known?.from ?? id;
    spans.set(stage, { name: stages[stage] ?? `stage ${stage + 1}`, stage, from, to: id });
  }
  return [...spans.values()].sort((a, b) => a.from - b.from);
}
