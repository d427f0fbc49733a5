import { type Random, randomInt } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';

/** A continuous coordinate that has to move goes about this far. */
const CONTINUOUS_STEP = 0.01;

/**
 * Moves one coordinate of a point to the next level up or down (another category, a hundredth of a
 * continuous range). Starts at `first` and goes on to the next parameter that can move at all.
 */
export function stepAside(
  point: Float64Array,
  first: number,
  { space, random }: { readonly space: Space; readonly random: Random },
): void {
  const { parameters } = space;
  for (let n = 0; n < parameters.length; n++) {
    const i = (first + n) % parameters.length;
    const moved = moveOf(space, i, point[i] as number, random);
    if (moved !== null) {
      point[i] = moved;
      return;
    }
  }
}

function moveOf({ parameters }: Space, i: number, x: number, random: Random): number | null {
  const parameter = parameters[i];
  if (parameter === undefined || parameter.levels === 1) return null;
  if (parameter.levels === null) {
    const moved = x + (random() < 0.5 ? -1 : 1) * CONTINUOUS_STEP * (0.5 + random());
    return moved < 0 || moved >= 1 ? random() : moved;
  }
  const level = parameter.levelOf(parameter.fromUnit(x));
  return parameter.toUnit(parameter.valueAt(nextLevel(level, parameter, random)));
}

function nextLevel(
  level: number,
  { levels, ordered }: { readonly levels: number | null; readonly ordered: boolean },
  random: Random,
): number {
  const count = levels ?? 1;
  if (!ordered) {
    const other = randomInt(random, count - 1);
    return other < level ? other : other + 1;
  }
  if (level === 0) return 1;
  if (level === count - 1) return level - 1;
  return random() < 0.5 ? level - 1 : level + 1;
}
