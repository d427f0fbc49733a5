import type { Space } from '../domain/space.ts';

/** A grid of so many levels is as good as continuous to a local model. */
const FINE_LEVELS = 50;

/** Whether a local model could converge along any parameter. */
export function hasFineAxes({ parameters }: Space): boolean {
  return parameters.some(
    ({ ordered, levels }) => ordered && (levels === null || levels > FINE_LEVELS),
  );
}
