import { existsSync, readFileSync } from 'node:fs';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { createSpace, type ParameterDefinition, type Space } from '../../runner/domain/space.ts';

/** A test problem with a known optimum; minimised, as its reference figures are. */
export interface ReferenceFunction {
  readonly name: string;
  readonly space: Space;
  readonly optimum: number;
  readonly vectors: readonly { params: ParameterSet; value: number }[];
  evaluate(set: ParameterSet): number;
}

/** What a peer got: quartiles of its best by number of evaluations. */
export interface ReferenceResult {
  readonly optimizer: string;
  readonly function: string;
  readonly runLength: number;
  readonly checkpoints: Readonly<Record<string, { q25: number; median: number; q75: number }>>;
}

interface Stated {
  readonly family: string;
  readonly base?: string;
  readonly shift: readonly number[] | null;
  readonly parameters: readonly StatedParameter[];
  readonly constants: GridConstants;
  readonly sizes?: readonly number[];
  readonly optimum: { value: number };
  readonly testVectors: { params: ParameterSet; value: number }[];
}

interface StatedParameter {
  readonly name: string;
  readonly type: 'int' | 'float' | 'cat';
  readonly low: number;
  readonly high: number;
  readonly step?: number;
  readonly log?: boolean;
  readonly choices?: readonly string[];
  readonly cond?: readonly [string, string];
}

export interface GridConstants {
  readonly gaussians: readonly { A: number; c: readonly number[]; s: readonly number[] }[];
  readonly ridge: { B: number; a: number; b: number; s: number };
  readonly ripple: { R: number; f: readonly number[]; phi: readonly number[] };
  readonly noise: {
    N: number;
    g: readonly number[];
    h: readonly number[];
    phase: number;
    q12: number;
    q35: number;
  };
}

const FOLDER = new URL('../../../shared/reference/optimizers/', import.meta.url);

/** The reference problems with one objective and no constraints; empty where the files are missing. */
export function readReferenceFunctions(): ReferenceFunction[] {
  const file = new URL('functions.json', FOLDER);
  if (!existsSync(file)) return [];
  const { functions } = JSON.parse(readFileSync(file, 'utf8')) as {
    functions: Record<string, Stated>;
  };
  return Object.entries(functions).flatMap(([name, stated]) => {
    const evaluate = objectiveOf(name, stated);
    if (evaluate === undefined) return [];
    return [
      {
        name,
        evaluate,
        space: createSpace(stated.parameters.map(definitionOf), []),
        optimum: stated.optimum.value,
        vectors: stated.testVectors,
      },
    ];
  });
}

export function readReferenceResults(): ReferenceResult[] {
  const file = new URL('results.json', FOLDER);
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, 'utf8')) as { results: ReferenceResult[] }).results;
}

function definitionOf({ name, type, low, high, step, log, choices, cond }: StatedParameter) {
  const when = cond ? { when: `${cond[0]} == '${cond[1]}'` } : {};
  if (type === 'cat') return { name, type: 'categorical', values: choices ?? [], ...when } as const;
  const rest = { ...(step ? { step } : {}), ...(log ? { log } : {}), ...when };
  return { name, type, min: low, max: high, ...rest } satisfies ParameterDefinition;
}

function objectiveOf(name: string, stated: Stated): ReferenceFunction['evaluate'] | undefined {
  if (stated.family === 'continuous') {
    const base = continuous[stated.base ?? ''] as (z: number[]) => number;
    return (set) => {
      const z = stated.parameters.map((p, i) => Number(set[p.name]) - (stated.shift?.[i] ?? 0));
      return base(z);
    };
  }
  if (stated.family === 'grid') return gridObjective(stated);
  return name === 'mixed' ? mixedObjective : undefined;
}

const sum = (z: readonly number[], term: (x: number, i: number) => number): number =>
  z.reduce((total, x, i) => total + term(x, i), 0);
const square = (x: number): number => x * x;
const { cos, sin, exp, sqrt, abs, log, PI, E } = Math;

export const continuous: Record<string, (z: number[]) => number> = {
  sphere: (z) => sum(z, square),
  rosenbrock: (z) => sum(z.slice(0, -1), (x, i) => 100 * square(z[i + 1]! - x * x) + square(1 - x)),
  rastrigin: (z) => 10 * z.length + sum(z, (x) => x * x - 10 * cos(2 * PI * x)),
  ackley: (z) =>
    -20 * exp(-0.2 * sqrt(sum(z, square) / z.length)) -
    exp(sum(z, (x) => cos(2 * PI * x)) / z.length) +
    20 +
    E,
  griewank: (z) =>
    1 + sum(z, square) / 4000 - z.reduce((product, x, i) => product * cos(x / sqrt(i + 1)), 1),
  levy: (z) => {
    const w = z.map((x) => 1 + (x - 1) / 4);
    const last = w.at(-1)!;
    return (
      square(sin(PI * w[0]!)) +
      sum(w.slice(0, -1), (x) => square(x - 1) * (1 + 10 * square(sin(PI * x + 1)))) +
      square(last - 1) * (1 + square(sin(2 * PI * last)))
    );
  },
  schwefel: (z) => 418.9828872724339 * z.length - sum(z, (x) => x * sin(sqrt(abs(x)))),
  styblinski_tang: (z) => 0.5 * sum(z, (x) => x ** 4 - 16 * x * x + 5 * x),
};

export function gridObjective({
  parameters,
  constants,
  sizes,
}: Pick<Stated, 'parameters' | 'constants' | 'sizes'>): ReferenceFunction['evaluate'] {
  const { gaussians, ridge, ripple, noise } = constants;
  return (set) => {
    const index = parameters.map((p) => (Number(set[p.name]) - p.low) / (p.step ?? 1));
    const u = index.map((n, i) => n / (sizes![i]! - 1));
    const hills = gaussians.reduce(
      (total, { A, c, s }) => total + A * exp(-0.5 * sum(u, (x, i) => square((x - c[i]!) / s[i]!))),
      0,
    );
    const along = ridge.B * exp(-0.5 * square((u[0]! - ridge.a * u[1]! - ridge.b) / ridge.s));
    const waves =
      (ripple.R / 6) * sum(u, (x, i) => cos(2 * PI * ripple.f[i]! * x + ripple.phi[i]!));
    const p1 = noise.phase + sum(index, (n, i) => noise.g[i]! * n);
    const crossed = noise.q12 * index[0]! * index[1]! + noise.q35 * index[2]! * index[4]!;
    const p2 = sum(index, (n, i) => noise.h[i]! * n * n) + crossed;
    return -(hills + along + waves + 0.5 * noise.N * (cos(p1) + cos(p2)));
  };
}

const algoBase: Record<string, number> = { ma: 0.3, rsi: 0.1, bb: 0, macd: 0.45 };
const sideBase: Record<string, number> = { long: 0.05, short: 0.25, both: 0 };
const bestLookback: Record<string, number> = { ma: 0.6, rsi: 0.2, bb: 0.4, macd: 0.8 };

const algoTerms: Record<string, (value: (name: string) => number) => number> = {
  ma: (value) => 0.9 * square(log(value('maRatio') / 1.1) / log(10 / 1.1) - 0.5),
  rsi: (value) => {
    const lo = (value('rsiLow') - 10) / 35;
    const hi = (value('rsiHigh') - 55) / 35;
    return 0.8 * square(lo - 0.6) + 0.8 * square(hi - 0.4) + 0.5 * square(hi - lo + 0.2);
  },
  bb: (value) => {
    const k = (value('bbK') - 0.5) / 3.5 - 0.45;
    const l = (value('bbLen') - 5) / 95 - 0.3;
    const wave = 0.04 * (1 - cos(2 * PI * 3 * l));
    return 1.4 * k * k + 0.9 * l * l + 0.7 * abs(k) * abs(l) + wave;
  },
  macd: () => 0.02,
};

function mixedObjective(set: ParameterSet): number {
  const value = (name: string): number => Number(set[name]);
  const algo = String(set['algo']);
  const side = String(set['side']);
  const L = (value('lookback') - 5) / 195;
  const r = Math.log10(value('risk')) / 3 + 1;
  const t = value('thr');
  const m0 = 0.35 + 0.3 * L;
  const from = L - bestLookback[algo]!;
  const filtered = set['useFilter'] === 'yes';
  const filter = filtered ? -0.12 + square(log(value('filterLen') / 10) / log(40) - 0.7) : 0;
  return (
    algoBase[algo]! +
    sideBase[side]! +
    1.5 * from * from +
    0.08 * (1 - cos(2 * PI * 4 * from)) +
    2 * square(t - m0) +
    0.06 * (1 - cos(2 * PI * 5 * (t - m0))) +
    1.2 * square(r - (side === 'short' ? 0.3 : 0.55)) +
    algoTerms[algo]!(value) +
    filter
  );
}
