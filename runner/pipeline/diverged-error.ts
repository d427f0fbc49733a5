import type { ParameterSet } from '../domain/parameter-set.ts';
import type { AskedItem } from './asked-batch.ts';

/** A recorded evaluation is not the one that the job asks for: the history has a gap. */
export class DivergedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DivergedError';
  }
}

/** @param found the parameters on the recorded line */
export function divergence({ id, set }: AskedItem, found: ParameterSet): DivergedError {
  return new DivergedError(
    `Cannot go on from evaluation ${id}: wanted the parameters ${JSON.stringify(set)}, ` +
      `found ${JSON.stringify(found)} in the run's file`,
  );
}
