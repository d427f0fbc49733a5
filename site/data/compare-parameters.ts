import type { ParameterDefinition } from '../../runner/domain/space.ts';
import type { CompareCell, CompareRow, LoadedRun } from './compare-row.ts';
import { ABSENT, formatValue } from './format.ts';
import { distanceText, type ParameterValue } from './parameter-scale.ts';

function bestValue({ choice }: LoadedRun, name: string): ParameterValue | undefined {
  return choice?.progress.best?.params[name];
}

function definitionOf(runs: readonly LoadedRun[], name: string): ParameterDefinition | undefined {
  return runs.flatMap(({ job }) => job.parameters).find((one) => one.name === name);
}

/** The best sets beside each other, each value with its distance from the first run's in steps. */
export function parameterRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const names = new Set(runs.flatMap(({ job }) => job.parameters.map(({ name }) => name)));
  return [...names].map((name) => {
    const definition = definitionOf(runs, name);
    const values = runs.map((run) => bestValue(run, name));
    const first = values[0];
    const cells = values.map((value): CompareCell => {
      const text = value === undefined ? ABSENT : formatValue(value);
      if (value === first) return { text, mark: null };
      const known = value !== undefined && first !== undefined && definition !== undefined;
      return {
        text,
        note: known ? distanceText(definition, value, first) : '',
        mark: 'differs',
      };
    });
    return { name, cells };
  });
}
