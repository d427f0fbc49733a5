import type { ParameterDefinition } from '../../runner/domain/space.ts';
import type { CompareCell, CompareRow, LoadedRun } from './compare-row.ts';
import { ABSENT, formatShare, formatValue } from './format.ts';
import { distanceText, type ParameterValue, positionOf } from './parameter-scale.ts';

function bestValue({ choice }: LoadedRun, name: string): ParameterValue | undefined {
  return choice?.progress.best?.params[name];
}

function definitionOf(runs: readonly LoadedRun[], name: string): ParameterDefinition | undefined {
  return runs.flatMap(({ job }) => job.parameters).find((one) => one.name === name);
}

function cellOf(run: LoadedRun, definition: ParameterDefinition, first: LoadedRun): CompareCell {
  const [value, from] = [bestValue(run, definition.name), bestValue(first, definition.name)];
  if (value === undefined) return { text: ABSENT, mark: from === undefined ? null : 'differs' };
  const text = formatValue(value);
  // On the range that the run itself searched.
  const own = run.job.parameters.find(({ name }) => name === definition.name) ?? definition;
  const isOrdered = own.type !== 'categorical' && own.type !== 'boolean';
  const position = isOrdered ? positionOf(own, value) : null;
  const placed: CompareCell = position === null ? { text } : { text, position };
  if (value === from) return { ...placed, mark: null };
  const note = from === undefined ? '' : distanceText(definition, value, from);
  return { ...placed, note, mark: 'differs' };
}

/**
 * How far a set is from another: the mean over parameters of the part of the range that lies
 * between, 1 where a category is another (Gower's distance). Null where they have none in common.
 */
function distance(run: LoadedRun, first: LoadedRun): number | null {
  const apart = first.job.parameters.flatMap((definition) => {
    const [value, from] = [bestValue(run, definition.name), bestValue(first, definition.name)];
    if (value === undefined || from === undefined) return [];
    if (definition.type === 'categorical' || definition.type === 'boolean') {
      return [value === from ? 0 : 1];
    }
    const [here, there] = [positionOf(definition, value), positionOf(definition, from)];
    return here === null || there === null ? [] : [Math.abs(here - there)];
  });
  if (apart.length === 0) return null;
  return apart.reduce((sum, part) => sum + part, 0) / apart.length;
}

/** The best sets beside each other, each value with its distance from the first run's in steps. */
export function parameterRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const [first] = runs;
  if (first === undefined) return [];
  const names = new Set(runs.flatMap(({ job }) => job.parameters.map(({ name }) => name)));
  const rows = [...names].flatMap((name): CompareRow[] => {
    const definition = definitionOf(runs, name);
    if (definition === undefined) return [];
    return [{ name, cells: runs.map((run) => cellOf(run, definition, first)) }];
  });
  const apart = runs.map((run) => distance(run, first));
  if (!apart.some((part) => part !== null && part > 0)) return rows;
  const cells = apart.map((part, place): CompareCell => {
    const text = place === 0 || part === null ? ABSENT : `${formatShare(part)} of range`;
    return { text, mark: part === null || part === 0 ? null : 'differs' };
  });
  return [...rows, { name: 'Away from the first', cells }];
}
