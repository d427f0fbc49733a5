import type { Job } from '../domain/job.ts';

/** Whether a job of the same identity may evaluate more than the one before. */
export function grew(before: Job, now: Job): boolean {
  const more = (was = Number.POSITIVE_INFINITY, is = Number.POSITIVE_INFINITY): boolean => is > was;
  if (more(before.budget.seconds, now.budget.seconds)) return true;
  if (more(before.budget.evaluations, now.budget.evaluations)) return true;
  // The identity leaves out nothing of the stages but what says how long to search.
  return now.stages.some((stage, index) => {
    const was = before.stages[index]?.sampler.options ?? {};
    return Object.entries(stage.sampler.options).some(([name, value]) => isMore(was[name], value));
  });
}

/** An option that is absent sets no bound. */
function isMore(was: unknown, is: unknown): boolean {
  const bound = (value: unknown): number =>
    typeof value === 'number' ? value : Number.POSITIVE_INFINITY;
  const isBound = typeof was === 'number' || typeof is === 'number';
  return isBound && bound(is) > bound(was);
}
