import type { z } from 'zod';
import type { SamplerFactory } from '../domain/sampler.ts';

/** A registered sampler, as far as a bench looks. */
export interface BenchedSampler extends SamplerFactory {
  readonly options: z.ZodObject;
}

export type SamplerRegistry = Readonly<Record<string, BenchedSampler>>;

/** `alike`: the settings with which the peer of the same kind was measured. */
export type Settings = 'default' | 'alike';

/** Answer another question than "where is the best of this space": they are benched if named. */
export const LEFT_OUT: readonly string[] = ['grid', 'list', 'local_grid'];

/** The peer of the same kind, where there is one, and what makes ours equal to its settings. */
export const NAMESAKES: Readonly<
  Record<string, { readonly peer: string; readonly options: object }>
> = {
  random: { peer: 'optuna4.random', options: {} },
  lhs: { peer: 'scipy.lhs', options: {} },
  sobol: { peer: 'optuna4.qmc_sobol', options: {} },
  tpe: { peer: 'optuna5.tpe', options: {} },
  de: { peer: 'scipy.de_pop5', options: { population_size: 25 } },
  cma_es: { peer: 'optuna4.cmaes', options: { start: 'centre', sigma: 1 / 6, restarts: 'none' } },
  one_plus_one: { peer: 'ng.OnePlusOne', options: { start: 'centre' } },
  discrete_es: { peer: 'ng.PortfolioDiscreteOnePlusOne', options: { start: 'centre' } },
  nsga2: { peer: 'optuna4.nsga2', options: { population_size: 50 } },
};

export interface SettingsOf {
  readonly sampler: string;
  readonly settings: Settings;
  readonly evaluations: number;
  /** Sets proposed before any of them is told; samplers of generations keep their own. */
  readonly batch: number;
}

/**
 * The options of a search: a sampler's defaults but for the batch and for what says how long it is.
 * @throws the schema's error where a sampler cannot be used without being told more, such as `list`
 */
export function optionsFor(registry: SamplerRegistry, search: SettingsOf): unknown {
  const { sampler, settings, evaluations, batch } = search;
  const { options } = registry[sampler] as BenchedSampler;
  return options.parse({
    // A generation of the genetic algorithm is its batch.
    ...('batch_size' in options.shape && sampler !== 'genetic' ? { batch_size: batch } : {}),
    ...(sampler === 'lhs' ? { samples: evaluations } : {}),
    ...(settings === 'alike' ? NAMESAKES[sampler]?.options : {}),
  });
}
