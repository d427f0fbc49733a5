import type { ParameterDefinition } from '../domain/space.ts';

/** What a job searches, the files that it names in place. */
export interface ResolvedSpace {
  readonly parameters: readonly ParameterDefinition[];
  readonly rules: readonly string[];
}
