import { isActive, type MutableValues } from './active.ts';
import type { Component, Frame } from './coupling.ts';
import { type Random, randomInt } from './random.ts';
import { seekComponent } from './seek-component.ts';

/** Draws before a component whose rules few sets keep is listed in full, or given up. */
const TRIES_BEFORE_LISTING = 1_000;
const MOST_TRIES = 100_000;

/** Parameters that may be gone through recursively. */
const MOST_SOUGHT = 1_000;

/** Grid points of a component that may be listed. */
const MOST_LISTED = 2_000_000;

export interface ComponentDraw {
  /** Whether the values keep the component's rules. */
  holds(values: MutableValues): boolean;
  /** Gives the component's parameters new values that keep its rules. @throws RangeError */
  fill(values: MutableValues, random: Random): void;
}

export function createComponentDraw(component: Component, frame: Frame): ComponentDraw {
  const { indices, rules } = component;
  let listed: Uint32Array | null | undefined;

  const holds = (values: MutableValues): boolean => {
    for (const rule of rules) if (rule.evaluate(values) === false) return false;
    return true;
  };

  const draw = (values: MutableValues, random: Random): void => {
    for (const index of indices) {
      const active = isActive(frame, index, values);
      values[index] = active ? frame.parameters[index]?.fromUnit(random()) : undefined;
    }
  };

  const tryUpTo = (tries: number, values: MutableValues, random: Random): boolean => {
    for (let n = 0; n < tries; n++) {
      draw(values, random);
      if (holds(values)) return true;
    }
    return false;
  };

  /** Not uniform any more, but a set that the rules allow. */
  const search = (values: MutableValues, random: Random): boolean => {
    const finite = indices.every((index) => frame.parameters[index]?.levels !== null);
    if (!finite || indices.length > MOST_SOUGHT) return tryUpTo(MOST_TRIES, values, random);
    return seekComponent(component, frame, { values, random });
  };

  return {
    holds,
    fill(values, random) {
      if (tryUpTo(TRIES_BEFORE_LISTING, values, random)) return;
      if (listed === undefined) listed = listComponent(component, frame, holds);
      const point = listed?.[randomInt(random, listed.length)];
      if (point !== undefined) {
        placeAt(point, values, { component, frame });
        return;
      }
      if (listed === null && search(values, random)) return;
      const stated = rules.map((rule) => `"${rule.text}"`).join(', ');
      throw new RangeError(
        `Cannot draw a parameter set: wanted one that keeps ${stated}, found none`,
      );
    },
  };
}

/** All points of the component's grid that are valid; null where there are too many to look at. */
function listComponent(
  component: Component,
  frame: Frame,
  holds: (values: MutableValues) => boolean,
): Uint32Array | null {
  let points = 1;
  for (const index of component.indices) {
    const levels = frame.parameters[index]?.levels ?? null;
    points *= levels ?? Number.POSITIVE_INFINITY;
  }
  if (points > MOST_LISTED) return null;
  const values: MutableValues = [];
  const valid: number[] = [];
  for (let point = 0; point < points; point++) {
    if (placeAt(point, values, { component, frame }) && holds(values)) valid.push(point);
  }
  return Uint32Array.from(valid);
}

/** Returns false where the point repeats another, since it gives an absent parameter a level. */
function placeAt(
  point: number,
  values: MutableValues,
  { component, frame }: { component: Component; frame: Frame },
): boolean {
  let rest = point;
  const levels = component.indices.toReversed().map((index) => {
    const radix = frame.parameters[index]?.levels ?? 1;
    const level = rest % radix;
    rest = Math.floor(rest / radix);
    return level;
  });
  levels.reverse();
  for (const [place, index] of component.indices.entries()) {
    const level = levels[place] ?? 0;
    const active = isActive(frame, index, values);
    if (!active && level !== 0) return false;
    values[index] = active ? frame.parameters[index]?.valueAt(level) : undefined;
  }
  return true;
}
