import type { Job, Objective } from '../domain/job.ts';

const ARROWS: Readonly<Record<Objective['direction'], string>> = { maximize: '↑', minimize: '↓' };

/** `net_pnl ↑` */
export function objectiveText({ metric, direction }: Objective): string {
  return `${metric} ${ARROWS[direction]}`;
}

/** What a job searches for at once, and which samplers do; null where that is its fitness alone. */
export function objectivesText({ objectives = [] }: Pick<Job, 'objectives'>): string | null {
  if (objectives.length === 0) return null;
  const names = objectives.map(objectiveText).join(', ');
  return `${names}, by auto, tpe and nsga2; other samplers go by fitness`;
}
