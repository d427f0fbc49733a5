import type { StageDefinition } from '../domain/job.ts';
import type { Registries } from './registries.ts';

/** What `async` does not bring about in some stages. */
export function asyncNotes(
  stages: readonly StageDefinition[],
  { samplers }: Pick<Registries, 'samplers'>,
): string[] {
  return stages.flatMap(({ name, enabled, async, sampler }) => {
    if (!enabled || async !== true) return [];
    const factory = samplers[sampler.name];
    if (factory?.learns === false) {
      return [
        `Stage ${name}: async changes nothing, since ${sampler.name} never waits for answers`,
      ];
    }
    if (factory?.waits?.(sampler.options as never) !== true) return [];
    return [
      `Stage ${name}: ${sampler.name} waits for whole generations, so that async keeps its slots busy within them only`,
    ];
  });
}
