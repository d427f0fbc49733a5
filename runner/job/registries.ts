import type { z } from 'zod';
import type { Reach } from './reach.ts';

/** What the job layer needs to know of a plug-in: the shape of its options. */
export interface PluginOptions {
  /** A `z.strictObject`, so that misspelt options are refused. */
  readonly options: z.ZodType;
}

export interface SamplerOptions extends PluginOptions {
  /** Options that only say how long to search; they are no part of a run's identity. */
  readonly budgetOptions: readonly string[];
  /** False where asks never depend on answers. */
  readonly learns?: boolean;
  /** Whether nothing is asked for until a whole generation is told; never where absent. */
  readonly waits?: (options: never) => boolean;
}

export interface ExecutorOptions extends PluginOptions {
  /** What it can run, the one that is meant where a job names none first; `embedded` where absent. */
  readonly engines?: readonly ('embedded' | 'lean')[];
  /** Options that take the value of a variable of the environment where a job does not state them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Options by which a job would reach beyond the project. */
  readonly reaches?: Readonly<Record<string, Reach>>;
}

/** The plug-ins that jobs may name, handed in by the composition root. */
export interface Registries {
  readonly samplers: Readonly<Record<string, SamplerOptions>>;
  readonly fitnesses: Readonly<Record<string, PluginOptions>>;
  readonly executors: Readonly<Record<string, ExecutorOptions>>;
  /** Where word of runs can be sent. */
  readonly channels: Readonly<Record<string, PluginOptions>>;
  /** Names of the embedded engine's strategies; where absent, names are left to the executor. */
  readonly strategies?: readonly string[] | undefined;
}
