import type { Space } from '../domain/space.ts';
import { type Evidence, type Fact, learnableValues } from './evidence.ts';
import { fitKernel, type Landscape } from './gp-fit.ts';
import type { KernelShape, PointTable } from './gp-kernel.ts';
import { createGpModel, type GpModel } from './gp-model.ts';

/** The surrogate of what is known, and the value a candidate has to beat. */
export interface Surrogate {
  readonly model: GpModel;
  readonly best: number;
  /** What the surrogate learned of a fact. */
  valueOf(fact: Fact): number;
  /** Takes a set that was asked for but not told for as bad as the model fears it to be. */
  lie(x: Float64Array): void;
}

/** Facts the hyperparameters are learned from at most: each costs the cube of their number. */
const MOST_FITTED = 120;

/** The kernel is fitted anew when the facts have grown by this factor. */
const GROWTH = 1.25;

interface SurrogateOptions {
  /** The first facts, from an even spread. */
  readonly design: number;
  readonly landscape?: Landscape;
}

/**
 * Makes surrogates of growing evidence. A kernel depends on the first so many facts alone and not on
 * the kernel before, so that it can be made again from history.
 */
export function createSurrogates(
  space: Space,
  evidence: Evidence,
  { design, landscape = 'plain' }: SurrogateOptions,
) {
  const listed = space.parameters.map(({ ordered }) => !ordered);
  let kernel: { shape: KernelShape; count: number } | null = null;
  let current: { model: GpModel; values: Float64Array; facts: number; liars: number } | null = null;

  const kernelFor = (count: number): KernelShape => {
    const fitted = fittedCount(count, design);
    if (kernel?.count !== fitted) {
      const facts = evidence.facts.slice(0, fitted);
      const values = learnableValues(facts, design);
      const chosen = chooseFitted(facts, values);
      const table = tableOf(
        chosen.map((n) => facts[n] as Fact),
        listed,
      );
      const y = centred(chosen.map((n) => values[n] as number));
      kernel = { shape: fitKernel(table, y, landscape), count: fitted };
      current = null;
    }
    return kernel.shape;
  };

  return (): Surrogate => {
    const { facts } = evidence;
    const shape = kernelFor(facts.length);
    // Liars cannot be taken back, so a model that has some is made anew.
    if (current === null || current.liars > 0 || current.model.count + 40 > current.facts) {
      const table = tableOf(facts, listed);
      const model = createGpModel({ table, shape, room: 64, isRippled: landscape === 'rippled' });
      current = { model, values: new Float64Array(0), facts: facts.length + 64, liars: 0 };
    }
    const state = current;
    while (state.model.count < facts.length)
      state.model.append((facts[state.model.count] as Fact).x);
    let values = learnableValues(facts, design);
    state.model.setValues(values);
    return {
      model: state.model,
      best: values.reduce((a, b) => Math.max(a, b)),
      valueOf: (fact) => values[facts.indexOf(fact)] ?? 0,
      lie(x) {
        const { mean, deviation } = state.model.predict(x);
        state.model.append(x);
        state.liars++;
        values = Float64Array.of(...values, mean - deviation);
        state.model.setValues(values);
      },
    };
  };
}

/** The number of facts at the last fit: design, then 1.25 times as many, and so on. */
function fittedCount(count: number, design: number): number {
  let fitted = Math.min(count, design);
  while (Math.ceil(fitted * GROWTH) <= count) fitted = Math.ceil(fitted * GROWTH);
  return fitted;
}

/** The better half and an even share of the others. */
function chooseFitted(facts: readonly Fact[], values: Float64Array): number[] {
  const order = facts.map((_, n) => n);
  if (order.length <= MOST_FITTED) return order;
  order.sort((a, b) => (values[b] as number) - (values[a] as number));
  const half = MOST_FITTED / 2;
  const rest = order.slice(half);
  const even = Array.from(
    { length: half },
    (_, n) => rest[Math.floor((n * rest.length) / half)] as number,
  );
  return [...order.slice(0, half), ...even];
}

function tableOf(facts: readonly Fact[], listed: readonly boolean[]): PointTable {
  const dimensions = listed.length;
  const values = new Float64Array(facts.length * dimensions);
  for (const [n, { x }] of facts.entries()) values.set(x, n * dimensions);
  return { dimensions, listed, values, count: facts.length };
}

function centred(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Float64Array.from(values, (value) => value - mean);
}
