import type { ParameterSet, ParameterValue } from '../domain/parameter-set.ts';
import type { ParameterDefinition } from '../domain/space.ts';

/** A parameter whose value is the first or the last of its range: better ones may lie outside. */
export interface EdgeMet {
  readonly name: string;
  readonly value: ParameterValue;
  readonly end: 'lower' | 'upper';
}

/** The parameters of a set that stand at an edge of their ranges; categories and switches have none. */
export function edgesMet(
  params: ParameterSet,
  parameters: readonly ParameterDefinition[],
): EdgeMet[] {
  return parameters.flatMap((parameter): EdgeMet[] => {
    const edges = edgesOf(parameter);
    const value = params[parameter.name];
    if (value === undefined || edges === null || edges.low === edges.high) return [];
    if (value !== edges.low && value !== edges.high) return [];
    return [{ name: parameter.name, value, end: value === edges.low ? 'lower' : 'upper' }];
  });
}

function edgesOf(parameter: ParameterDefinition): { low: number; high: number } | null {
  if (parameter.type !== 'int' && parameter.type !== 'float') return null;
  if (!('values' in parameter)) return { low: parameter.min, high: lastStep(parameter) };
  // Of two values each is an edge, which says nothing.
  if (parameter.values.length < 3) return null;
  const low = parameter.values[0];
  const high = parameter.values.at(-1);
  return low === undefined || high === undefined ? null : { low, high };
}

/** The last value on the grid, which is `max` only where the steps meet it. */
function lastStep({ min, max, step }: { min: number; max: number; step?: number }): number {
  if (step === undefined) return max;
  const steps = Math.floor((max - min) / step + 1e-9);
  return Number((min + steps * step).toPrecision(12));
}
