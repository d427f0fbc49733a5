import type { Space } from '../domain/space.ts';
import { type Evidence, type Fact, type Focus, learnableValues } from './evidence.ts';
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
  readonly focus?: Focus;
}

/**
 * Makes surrogates of growing evidence. A kernel depends on the first so many facts alone and not on
 * the kernel before, so that it can be made again from history.
 */
export function createSurrogates(
  space: Space,
  evidence: Evidence,
  { design, landscape = 'plain', focus = 'all' }: SurrogateOptions,
) {
  const axes = {
    listed: space.parameters.map(({ ordered }) => !ordered),
    levels: space.parameters.map(equalLevels),
  };
  let kernel: { shape: KernelShape; count: number } | null = null;
  /** What is appended after the facts it was told are lies of the last ask. */
  let current: { readonly model: GpModel; told: number } | null = null;

  const kernelFor = (count: number): KernelShape => {
    const fitted = fittedCount(count, design);
    if (kernel?.count !== fitted) {
      const facts = evidence.facts.slice(0, fitted);
      const values = learnableValues(facts, design, focus);
      const chosen = chooseFitted(facts, values);
      const table = tableOf(
        chosen.map((n) => facts[n] as Fact),
        axes,
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
    if (current === null) {
      const table = tableOf(facts, axes);
      const model = createGpModel({ table, shape, room: 64, isRippled: landscape === 'rippled' });
      current = { model, told: facts.length };
    }
    const { model } = current;
    model.truncate(current.told);
    for (const { x } of facts.slice(model.count)) model.append(x);
    current.told = facts.length;
    let values = learnableValues(facts, design, focus);
    model.setValues(values);
    return {
      model,
      best: values.reduce((a, b) => Math.max(a, b)),
      valueOf: (fact) => values[facts.indexOf(fact)] ?? 0,
      lie(x) {
        const { mean, deviation } = model.predict(x);
        model.append(x);
        values = Float64Array.of(...values, mean - deviation);
        model.setValues(values);
      },
    };
  };
}

/** How many levels a parameter has that are as far apart as any other two; 0 where they are not. */
function equalLevels({ levels, toUnit, valueAt }: Space['parameters'][number]): number {
  if (levels === null) return 0;
  return Math.abs(toUnit(valueAt(0)) * levels - 0.5) < 1e-9 ? levels : 0;
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

function tableOf(
  facts: readonly Fact[],
  axes: Required<Pick<PointTable, 'listed' | 'levels'>>,
): PointTable {
  const dimensions = axes.listed.length;
  const values = new Float64Array(facts.length * dimensions);
  for (const [n, { x }] of facts.entries()) values.set(x, n * dimensions);
  return { ...axes, dimensions, values, count: facts.length };
}

function centred(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Float64Array.from(values, (value) => value - mean);
}
