import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';

const MOST_DRAWS = 20;

/**
 * A set from anywhere that is not known yet, as far as a few draws find one: what a search goes on
 * with when everything around it is known.
 */
export function freshSet(
  space: Space,
  isKnown: (set: ParameterSet) => boolean,
  random: Random,
): ParameterSet {
  let set = space.draw(random);
  for (let n = 1; n < MOST_DRAWS && isKnown(set); n++) set = space.draw(random);
  return set;
}
