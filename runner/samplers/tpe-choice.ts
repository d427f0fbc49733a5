import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import type { Coordinates } from './tpe-coordinates.ts';
import type { TpeModel } from './tpe-model.ts';

/** Random draws tried where all candidates are known or break rules. */
const MOST_DRAWS = 20;

export interface Choice {
  readonly space: Space;
  readonly models: readonly TpeModel[];
  /** Candidates of each model, best first. */
  readonly ranked: readonly (readonly Coordinates[])[];
  readonly isKnown: (set: ParameterSet) => boolean;
  readonly random: Random;
}

/**
 * The set of the best candidates that keeps all rules and is not known: first the best of every
 * group, then with the second best of one group, and so on; then random draws.
 */
export function chooseSet(choice: Choice): ParameterSet {
  const { space, isKnown, random } = choice;
  let fallback: ParameterSet | undefined;
  for (const set of combinations(choice)) {
    if (space.problem(set) !== null) continue;
    if (!isKnown(set)) return set;
    fallback ??= set;
  }
  for (let n = 0; n < MOST_DRAWS; n++) {
    const set = space.draw(random);
    if (!isKnown(set)) return set;
    fallback ??= set;
  }
  return fallback as ParameterSet;
}

function* combinations({ space, models, ranked }: Choice): Generator<ParameterSet> {
  const point = new Float64Array(space.parameters.length).fill(0.5);
  const place = (n: number, rank: number): void => {
    const { group, axes } = models[n] as TpeModel;
    const candidate = ranked[n]?.[rank];
    for (const [axis, { meanOf }] of axes.entries()) {
      point[group.places[axis] as number] = meanOf(candidate?.[axis] as number);
    }
  };
  for (const group of models.keys()) place(group, 0);
  yield space.fromUnit(point);
  const candidates = ranked[0]?.length ?? 0;
  for (let rank = 1; rank < candidates; rank++) {
    for (const group of models.keys()) {
      place(group, rank);
      yield space.fromUnit(point);
      place(group, 0);
    }
  }
}
