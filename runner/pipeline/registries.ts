import type { FitnessFactory } from '../domain/fitness.ts';
import type { SamplerFactory } from '../domain/sampler.ts';

/** The plug-ins by name. Their options were checked when the job was read. */
export type SamplerRegistry = Readonly<Record<string, SamplerFactory>>;
export type FitnessRegistry = Readonly<Record<string, FitnessFactory>>;
