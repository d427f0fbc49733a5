import type { Problem } from '../problem.ts';
import { type Axis, type Hills, hillsProblem } from './hills.ts';

const axis = (name: string, low: number, high: number, step: number): Axis => {
  return { name, low, high, step };
};

const NOISE = {
  g: [2.399963, 1.324718, 0.754878, 1.839287, 1.220744, 2.094395],
  h: [0.618034, 0.414214, 0.302776, 0.236068, 0.732051, 0.267949],
  phase: 0.5,
  q12: 0.7,
  q35: 1.1,
};

const GRID_A: Hills = {
  gaussians: [
    { A: 1.0, c: [0.27, 0.62, 0.4, 0.33, 0.66, 0.5], s: [0.14, 0.12, 0.18, 0.16, 0.22, 0.45] },
    { A: 0.78, c: [0.72, 0.3, 0.7, 0.6, 0.3, 0.0], s: [0.24, 0.26, 0.3, 0.28, 0.3, 0.6] },
    { A: 0.62, c: [0.5, 0.8, 0.15, 0.8, 0.5, 1.0], s: [0.22, 0.2, 0.22, 0.24, 0.35, 0.5] },
    { A: 0.55, c: [0.08, 0.15, 0.85, 0.2, 0.85, 1.0], s: [0.18, 0.2, 0.22, 0.3, 0.25, 0.5] },
    { A: 0.45, c: [0.9, 0.9, 0.5, 0.1, 0.15, 0.5], s: [0.2, 0.2, 0.4, 0.2, 0.4, 0.8] },
  ],
  ridge: { B: 0.3, a: 0.6, b: 0.1, s: 0.12 },
  ripple: { R: 0.12, f: [2.3, 3.1, 1.7, 2.9, 1.3, 0.5], phi: [0.4, 1.1, 2.0, 0.7, 2.6, 0.0] },
  noise: { N: 0.06, ...NOISE },
};

const GRID_C: Hills = {
  gaussians: [
    { A: 1.0, c: [0.12, 0.85, 0.15, 0.8, 0.15, 0.88], s: [0.18, 0.2, 0.22, 0.2, 0.25, 0.3] },
    { A: 0.7, c: [0.5, 0.5, 0.55, 0.45, 0.5, 0.5], s: [0.22, 0.22, 0.26, 0.24, 0.3, 0.35] },
    { A: 0.6, c: [0.8, 0.2, 0.8, 0.2, 0.85, 0.15], s: [0.2, 0.2, 0.25, 0.25, 0.25, 0.3] },
    { A: 0.5, c: [0.15, 0.2, 0.2, 0.85, 0.8, 0.5], s: [0.2, 0.2, 0.3, 0.2, 0.25, 0.5] },
  ],
  ridge: { B: 0.2, a: 0.5, b: -0.25, s: 0.15 },
  ripple: { R: 0.12, f: [2.9, 3.7, 2.1, 2.6, 1.9, 1.4], phi: [1.2, 0.2, 0.8, 2.4, 1.6, 0.5] },
  noise: { N: 0.07, ...NOISE },
};

/** 679,140 points; the highest hill is narrow and not far from the centre. Its optimum is known by enumeration. */
export function gridA(): Problem {
  return hillsProblem(
    'grid6_a',
    [
      axis('fastLen', 5, 70, 5),
      axis('slowLen', 20, 220, 10),
      axis('rsiLen', 4, 24, 2),
      axis('stopTenths', 5, 50, 5),
      axis('takeMult', 1, 7, 1),
      axis('mode', 0, 2, 1),
    ],
    { hills: GRID_A, optimum: -1.144745816004342 },
  );
}

/** 36,000,000 points; the highest hill is near a corner, a broad lower one in the centre. Its optimum is known by enumeration. */
export function gridC(): Problem {
  return hillsProblem(
    'grid6_c',
    [
      axis('fastLen', 2, 50, 2),
      axis('slowLen', 10, 400, 10),
      axis('rsiLen', 2, 24, 2),
      axis('stopTenths', 5, 100, 5),
      axis('holdBars', 2, 20, 2),
      axis('riskPct', 5, 75, 5),
    ],
    { hills: GRID_C, optimum: -1.1635057512559064 },
  );
}
