import { isActive, type MutableValues } from './active.ts';
import type { Component, Frame } from './coupling.ts';
import type { Expression } from './expression.ts';
import { type Random, randomInt } from './random.ts';

/** Values tried before a component counts as empty; about a second. */
const MOST_TRIES = 5_000_000;

/**
 * Seeks values that keep the rules of a component where few do: backtracks from parameter to
 * parameter, each from a random level on, and leaves a branch at the first rule that it breaks.
 * Returns whether it found some.
 */
export function seekComponent(
  { indices, rules }: Component,
  frame: Frame,
  { values, random }: { values: MutableValues; random: Random },
): boolean {
  const ending = Map.groupBy(rules, (rule) => rule.reads.at(-1));
  let tries = 0;

  const holds = (index: number): boolean =>
    (ending.get(index) ?? []).every((rule: Expression) => rule.evaluate(values) !== false);

  const seek = (place: number): boolean => {
    const index = indices[place];
    if (index === undefined) return true;
    const parameter = frame.parameters[index];
    const active = isActive(frame, index, values);
    const levels = active ? (parameter?.levels ?? 0) : 1;
    const first = randomInt(random, levels);
    for (let n = 0; n < levels && tries < MOST_TRIES; n++) {
      tries++;
      values[index] = active ? parameter?.valueAt((first + n) % levels) : undefined;
      if (holds(index) && seek(place + 1)) return true;
    }
    return false;
  };

  return seek(0);
}
