import type { SamplerFactory } from '../domain/sampler.ts';
import { auto } from './auto.ts';
import { cmaEs } from './cma-es.ts';
import { de } from './de.ts';
import { discreteEs } from './discrete-es.ts';
import { genetic } from './genetic.ts';
import { gp } from './gp.ts';
import { grid } from './grid.ts';
import { halton } from './halton.ts';
import { lhs } from './lhs.ts';
import { list } from './list.ts';
import { localGrid } from './local-grid.ts';
import { nsga2 } from './nsga2.ts';
import { onePlusOne } from './one-plus-one.ts';
import { random } from './random.ts';
import { sobol } from './sobol.ts';
import { tpe } from './tpe.ts';

/** The registry: what a job may name as a stage's sampler. The contract suite loops over it. */
export const samplers = {
  auto,
  random,
  lhs,
  sobol,
  halton,
  grid,
  tpe,
  genetic,
  de,
  cma_es: cmaEs,
  one_plus_one: onePlusOne,
  discrete_es: discreteEs,
  nsga2,
  gp,
  local_grid: localGrid,
  list,
} satisfies Record<string, SamplerFactory>;
