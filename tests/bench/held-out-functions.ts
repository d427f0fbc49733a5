import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { type Random, randomFrom } from '../../runner/domain/random.ts';
import { createSpace, type ParameterDefinition } from '../../runner/domain/space.ts';
import { continuous, gridObjective, type ReferenceFunction } from './reference-functions.ts';

/**
 * Functions of the same families with other shifts, rotations and constants, so that a sampler tuned
 * on the shared ones shows whether it learned the families or the file. The optimum of a grid is the
 * best that steepest ascents from all its hills and 2,000 random points reach.
 */
export function heldOutFunctions(): ReferenceFunction[] {
  return [
    shifted('rastrigin', { dimensions: 6, half: 5.12, turned: false, seed: 1 }),
    shifted('rastrigin', { dimensions: 5, half: 5.12, turned: true, seed: 2 }),
    shifted('ackley', { dimensions: 7, half: 32.768, turned: true, seed: 3 }),
    shifted('griewank', { dimensions: 6, half: 600, turned: true, seed: 4 }),
    shifted('styblinski_tang', { dimensions: 6, half: 5, turned: true, seed: 5 }),
    shifted('schwefel', { dimensions: 4, half: 500, turned: false, seed: 6 }),
    ...[7, 8, 9, 10].map(randomGrid),
  ];
}

interface Shifted {
  readonly dimensions: number;
  readonly half: number;
  readonly turned: boolean;
  readonly seed: number;
}

/** z = R·(x − shift), the shift anywhere in the inner four fifths of the box. */
function shifted(base: string, { dimensions, half, turned, seed }: Shifted): ReferenceFunction {
  const random = randomFrom(seed, 99, 0);
  const names = Array.from({ length: dimensions }, (_, n) => `x${n + 1}`);
  const shift = names.map(() => 0.8 * half * (2 * random() - 1));
  const rotation = turned ? rotationOf(dimensions, random) : null;
  // Those whose optimum is far from 0 are flipped by signs instead of shifted out of their box.
  const isCentred = base !== 'schwefel' && base !== 'styblinski_tang';
  const signs = names.map(() => (random() < 0.5 ? -1 : 1));
  const evaluate = (set: ParameterSet): number => {
    const z = names.map((name, i) => {
      return isCentred ? Number(set[name]) - shift[i]! : signs[i]! * Number(set[name]);
    });
    return continuous[base]!(rotation && isCentred ? rotation.map((row) => dot(row, z)) : z);
  };
  const optimum = base === 'styblinski_tang' ? -39.16616570377142 * dimensions : 0;
  const space = createSpace(
    names.map((name) => ({ name, type: 'float' as const, min: -half, max: half })),
    [],
  );
  const kind = turned && isCentred ? 'turned' : 'moved';
  return { name: `${base}_${kind}_d${dimensions}`, space, optimum, vectors: [], evaluate };
}

/** A random rotation: Gram–Schmidt of random directions. */
function rotationOf(size: number, random: Random): number[][] {
  const rows: number[][] = [];
  while (rows.length < size) {
    let row = Array.from({ length: size }, () => 2 * random() - 1);
    for (const other of rows) {
      const along = dot(row, other);
      row = row.map((x, i) => x - along * other[i]!);
    }
    const length = Math.sqrt(dot(row, row));
    if (length > 0.1) rows.push(row.map((x) => x / length));
  }
  return rows;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

/** Hills of other heights, places and widths than those of the shared grids, the highest anywhere. */
function randomGrid(seed: number): ReferenceFunction {
  const random = randomFrom(seed, 99, 0);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const six = (low: number, high: number): number[] =>
    Array.from({ length: 6 }, () => between(low, high));
  const sizes = Array.from({ length: 6 }, () => Math.floor(between(8, 30)));
  const parameters = sizes.map((size, n) => {
    return { name: `p${n + 1}`, type: 'int' as const, low: 0, high: size - 1, step: 1 };
  });
  const gaussians = [1, 0.72, 0.62, 0.52].map((A, n) => {
    return { A, c: six(0.1, 0.9), s: n === 0 ? six(0.14, 0.24) : six(0.2, 0.35) };
  });
  const constants = {
    gaussians,
    ridge: { B: 0.2, a: between(0.3, 0.8), b: between(-0.2, 0.2), s: 0.15 },
    ripple: { R: 0.12, f: six(1.3, 3.5), phi: six(0, 3) },
    noise: { N: 0.06, g: six(0.7, 2.4), h: six(0.2, 0.8), phase: 0.5, q12: 0.7, q35: 1.1 },
  };
  const evaluate = gridObjective({ parameters, constants, sizes });
  const space = createSpace(
    parameters.map(({ name, type, low, high }) => {
      return { name, type, min: low, max: high } satisfies ParameterDefinition;
    }),
    [],
  );
  const starts = [
    ...gaussians.map(({ c }) => space.fromUnit(c)),
    ...Array.from({ length: 2_000 }, () => space.draw(random)),
  ];
  const best = starts.toSorted((a, b) => evaluate(a) - evaluate(b)).slice(0, 40);
  const optimum = Math.min(...best.map((start) => descend(start, { space, evaluate })));
  return { name: `grid_${seed}`, space, optimum, vectors: [], evaluate };
}

function descend(
  start: ParameterSet,
  { space, evaluate }: Pick<ReferenceFunction, 'space' | 'evaluate'>,
): number {
  let at = start;
  let value = evaluate(at);
  for (;;) {
    let better = at;
    for (const next of space.neighbours(at, 1)) {
      const there = evaluate(next);
      if (there >= value) continue;
      better = next;
      value = there;
    }
    if (better === at) return value;
    at = better;
  }
}
