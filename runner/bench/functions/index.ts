import type { Problem } from '../problem.ts';
import { type Box, continuousProblem } from './continuous.ts';
import { gridA, gridC } from './grids.ts';
import { heldOut } from './held-out.ts';
import { mixed } from './mixed.ts';
import { bnh, zdt1 } from './two-objectives.ts';

type Unnamed = Omit<Box, 'name'>;

const shifted = { shifted: true } as const;
const sphere = { base: 'sphere', low: -5.12, high: 5.12, ...shifted } as const;
const ackley = { base: 'ackley', low: -32.768, high: 32.768, ...shifted } as const;
const rosenbrock = { base: 'rosenbrock', low: -5, high: 10 } as const;

const boxes: Readonly<Record<string, Unnamed>> = {
  sphere_shifted_d5: { ...sphere, dimensions: 5 },
  sphere_shifted_d10: { ...sphere, dimensions: 10 },
  rosenbrock_d5: { ...rosenbrock, dimensions: 5 },
  rosenbrock_d10: { ...rosenbrock, dimensions: 10 },
  rastrigin_shifted_d5: { base: 'rastrigin', low: -5.12, high: 5.12, ...shifted, dimensions: 5 },
  ackley_shifted_d5: { ...ackley, dimensions: 5 },
  ackley_shifted_d10: { ...ackley, dimensions: 10 },
  griewank_shifted_d10: { base: 'griewank', low: -600, high: 600, ...shifted, dimensions: 10 },
  levy_d5: { base: 'levy', low: -10, high: 10, dimensions: 5 },
  schwefel_d5: { base: 'schwefel', low: -500, high: 500, dimensions: 5 },
  styblinski_tang_d5: { base: 'styblinski_tang', low: -5, high: 5, dimensions: 5 },
};

type Functions = Readonly<Record<string, () => Problem>>;

/**
 * The reference functions: closed forms on which peers were measured. All functions are made when
 * they are asked for, since some optima take a second to find.
 */
export const referenceFunctions: Functions = {
  ...Object.fromEntries(
    Object.entries(boxes).map(([name, box]) => [name, () => continuousProblem({ name, ...box })]),
  ),
  grid6_a: gridA,
  grid6_c: gridC,
  mixed,
  zdt1_d10: zdt1,
  bnh,
};

export const heldOutFunctions: Functions = heldOut;
