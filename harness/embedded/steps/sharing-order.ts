import { namesRead } from './step-runner.ts';
import type { StepStrategy } from './step-strategy.ts';

/**
 * The order in which a walk of a grid should nest parameters, outermost (slowest) first: what most
 * steps depend on changes least often.
 */
export function sharingOrder(strategy: StepStrategy): string[] {
  const names = namesRead(strategy);
  const own = strategy.sharing?.filter((name) => names.includes(name)) ?? [];
  const dependents = countDependents(strategy);
  const rest = names
    .filter((name) => !own.includes(name))
    .sort((a, b) => (dependents.get(b) ?? 0) - (dependents.get(a) ?? 0));
  return [...own, ...rest];
}

/** For each parameter how many steps change with it. */
function countDependents({ steps }: StepStrategy): Map<string, number> {
  const behind = new Map<string, ReadonlySet<string>>();
  const counts = new Map<string, number>();
  for (const { name, reads, uses } of steps) {
    const all = new Set([...reads, ...uses.flatMap((used) => [...(behind.get(used) ?? [])])]);
    behind.set(name, all);
    for (const parameter of all) counts.set(parameter, (counts.get(parameter) ?? 0) + 1);
  }
  return counts;
}
