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

export interface Namesake {
  readonly peer: string;
  /** What makes ours equal to its settings, in a space of so many parameters. */
  readonly options: (parameters: number) => object;
}

const ours = (): object => ({});

/** The peer of the same kind, where there is one. */
export const NAMESAKES: Readonly<Record<string, Namesake>> = {
  random: { peer: 'optuna4.random', options: ours },
  lhs: { peer: 'scipy.lhs', options: ours },
  sobol: { peer: 'optuna4.qmc_sobol', options: ours },
  tpe: { peer: 'optuna5.tpe', options: ours },
  de: {
    peer: 'scipy.de_pop5',
    options: (parameters) => ({ population_size: 5 * parameters }),
  },
  cma_es: {
    peer: 'optuna4.cmaes',
    options: () => ({ start: 'centre', sigma: 1 / 6, restarts: 'none' }),
  },
  one_plus_one: { peer: 'ng.OnePlusOne', options: () => ({ start: 'centre' }) },
  discrete_es: { peer: 'ng.PortfolioDiscreteOnePlusOne', options: () => ({ start: 'centre' }) },
  nsga2: { peer: 'optuna4.nsga2', options: () => ({ population_size: 50 }) },
};

export interface SettingsOf {
  readonly sampler: string;
  readonly settings: Settings;
  readonly evaluations: number;
  /** Of the space. */
  readonly parameters: number;
  /** Sets proposed before any of them is told; samplers of generations keep their own. */
  readonly batch: number;
}

/**
 * The options of a search: a sampler's defaults but for the batch and for what says how long it is.
 * @throws the schema's error where a sampler cannot be used without being told more, such as `list`
 */
export function optionsFor(registry: SamplerRegistry, search: SettingsOf): unknown {
  const { sampler, settings, evaluations, parameters, batch } = search;
  const { options } = registry[sampler] as BenchedSampler;
  return options.parse({
    // A generation of the genetic algorithm is its batch.
    ...('batch_size' in options.shape && sampler !== 'genetic' ? { batch_size: batch } : {}),
    ...(sampler === 'lhs' ? { samples: evaluations } : {}),
    ...(settings === 'alike' ? NAMESAKES[sampler]?.options(parameters) : {}),
  });
}
