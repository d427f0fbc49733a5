import type { ParameterDefinition } from '../../runner/domain/space.ts';
import { formatNumber, formatShare, formatValue } from './format.ts';

export type ParameterValue = number | string | boolean;

function rank(definition: ParameterDefinition, value: ParameterValue): number {
  if (definition.type === 'boolean') return Number(value);
  return 'values' in definition
    ? (definition.values as readonly ParameterValue[]).indexOf(value)
    : Number.NaN;
}

function place(
  definition: Extract<ParameterDefinition, { min: number }>,
  value: ParameterValue,
): number {
  const scale = definition.log ? Math.log : (plain: number) => plain;
  const [low, high] = [scale(definition.min), scale(definition.max)];
  return high > low ? (scale(Number(value)) - low) / (high - low) : 0.5;
}

/** Where a value lies on its parameter's range, from 0 to 1; null where it is not of it. */
export function positionOf(definition: ParameterDefinition, value: ParameterValue): number | null {
  if ('min' in definition) {
    const share = place(definition, value);
    return share >= 0 && share <= 1 ? share : null;
  }
  const last = definition.type === 'boolean' ? 1 : definition.values.length - 1;
  const index = rank(definition, value);
  if (index < 0 || index > last) return null;
  return last === 0 ? 0.5 : index / last;
}

function signed(amount: number, text: string): string {
  return `${amount > 0 ? '+' : ''}${text}`;
}

function steps(count: number): string {
  const rounded = Math.round(count * 100) / 100;
  return `${signed(count, formatValue(rounded))} ${Math.abs(rounded) === 1 ? 'step' : 'steps'}`;
}

/**
 * How far a value is from another in steps of the parameter; where it has no steps, in percent of
 * its range. Empty where they are the same, or have no order.
 */
export function distanceText(
  definition: ParameterDefinition,
  value: ParameterValue,
  from: ParameterValue,
): string {
  if (value === from || definition.type === 'categorical' || definition.type === 'boolean') {
    return '';
  }
  if ('values' in definition) {
    const [to, start] = [rank(definition, value), rank(definition, from)];
    return to < 0 || start < 0 ? '' : steps(to - start);
  }
  const step = definition.step ?? (definition.type === 'int' ? 1 : null);
  if (step !== null) return steps((Number(value) - Number(from)) / step);
  const share = place(definition, value) - place(definition, from);
  const text = formatShare(Math.abs(share));
  return `${share < 0 ? formatNumber(-1).slice(0, -1) : '+'}${text} of range`;
}
