import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Axis, Brushes, ExplorerModel } from './explorer-model.ts';
import { metricOf } from './top-columns.ts';

/** An evaluation's value on an axis; NaN where it has none. */
function valueOn({ kind, name, names }: Axis, evaluation: Evaluation): number {
  if (kind === 'id') return evaluation.id;
  if (kind === 'fitness') return evaluation.fitness;
  if (kind === 'metric') return metricOf(evaluation, name) ?? Number.NaN;
  const value = evaluation.params[name];
  if (value === undefined) return Number.NaN;
  if (names === null) return Number(value);
  const level = names.indexOf(String(value));
  return level < 0 ? Number.NaN : level;
}

/** Whether an evaluation, which the model may not have, lies within all brushes. */
export function isWithin(
  evaluation: Evaluation,
  { axes, order }: Pick<ExplorerModel, 'axes' | 'order'>,
  brushes: Brushes,
): boolean {
  return [...axes, order].every((axis) => {
    const range = brushes.get(axis.key);
    if (range === undefined) return true;
    const value = valueOn(axis, evaluation);
    return value >= range[0] && value <= range[1];
  });
}
