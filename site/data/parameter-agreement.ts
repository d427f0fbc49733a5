import type { ParameterDefinition } from '../../runner/domain/space.ts';
import { formatShare, formatValue } from './format.ts';
import { type ParameterValue, positionOf } from './parameter-scale.ts';
import { quantile } from './score-range.ts';
import type { UniverseRow } from './universe-rows.ts';

/** A symbol's best value on the range of its parameter. */
export interface StripDot {
  readonly symbol: string;
  readonly text: string;
  /** From 0 to 1. */
  readonly position: number;
  /** How many dots are at the same place already. */
  readonly level: number;
}

/** How far the best sets of the symbols agree in one parameter. */
export interface Agreement {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  /** Texts of the least, the middle and the greatest; null where values have no order. */
  readonly range: readonly [string, string, string] | null;
  readonly spread: string;
  readonly dots: readonly StripDot[];
}

/** Places nearer than this cover each other. */
const SAME_PLACE = 0.012;

function dotsOf(definition: ParameterDefinition, rows: readonly UniverseRow[]): StripDot[] {
  const levels = new Map<number, number>();
  return rows.flatMap(({ symbol, params }) => {
    const value = params?.[definition.name];
    const position = value === undefined ? null : positionOf(definition, value);
    if (value === undefined || position === null) return [];
    const place = Math.round(position / SAME_PLACE);
    const level = levels.get(place) ?? 0;
    levels.set(place, level + 1);
    return [{ symbol, text: formatValue(value), position, level }];
  });
}

function counted(values: readonly ParameterValue[]): string {
  const counts = new Map<string, number>();
  for (const value of values) {
    const text = formatValue(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([, a], [, b]) => b - a);
  return ordered.map(([text, count]) => `${text} × ${count}`).join(', ');
}

function ends(definition: ParameterDefinition): readonly [string, string] {
  if ('min' in definition) return [formatValue(definition.min), formatValue(definition.max)];
  if (definition.type === 'boolean') return ['false', 'true'];
  return [formatValue(definition.values[0]), formatValue(definition.values.at(-1))];
}

function agreementOf(definition: ParameterDefinition, rows: readonly UniverseRow[]): Agreement {
  const values = rows.flatMap(({ params }) => params?.[definition.name] ?? []);
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const ordered = numbers.length === values.length && numbers.length > 0;
  const dots = dotsOf(definition, rows);
  const places = dots.map(({ position }) => position);
  const reach = Math.max(...places) - Math.min(...places);
  const [low, high] = ends(definition);
  const at = (share: number) => formatValue(quantile(numbers, share));
  return {
    name: definition.name,
    low,
    high,
    range: ordered ? [at(0), at(0.5), at(1)] : null,
    spread: ordered ? `${formatShare(Math.max(0, reach))} of range` : counted(values),
    dots,
  };
}

/** One for each parameter that any best set has. */
export function agreements(
  definitions: readonly ParameterDefinition[],
  rows: readonly UniverseRow[],
): readonly Agreement[] {
  return definitions
    .filter(({ name }) => rows.some(({ params }) => params !== null && name in params))
    .map((definition) => agreementOf(definition, rows));
}
