import { z } from 'zod';

/** The option of every sampler that could go on for ever. */
export const samplesOption = z
  .int()
  .positive()
  .optional()
  .describe("How many sets to evaluate; without it the job's budget ends the stage");

/** The option of every sampler that can start from what earlier stages found. */
export const seedsOption = z
  .boolean()
  .default(true)
  .describe('Starts from the best sets of the stages before');

/** What a sampler without a size of its own says of it. */
export function sizeOf({ samples }: { readonly samples?: number | undefined }): number {
  return samples ?? Number.POSITIVE_INFINITY;
}
