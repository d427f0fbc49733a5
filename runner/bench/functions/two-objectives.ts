import type { ParameterSet } from '../../domain/parameter-set.ts';
import { createSpace } from '../../domain/space.ts';
import type { Answer, Problem } from '../problem.ts';
import { boxSpace } from './continuous.ts';

const NONE = {};

/**
 * Both objectives are minimised. What looks at one number alone is told their sum in shares of the
 * reference point.
 */
function answer(
  objectives: readonly [number, number],
  reference: readonly [number, number],
  limits: readonly number[] = [],
): Answer {
  const missed = limits.flatMap((amount, n) =>
    amount > 0 ? [[`c${n + 1}`, amount] as const] : [],
  );
  const negated = objectives.map((value) => -value);
  if (missed.length > 0) {
    const violations = Object.fromEntries(missed);
    return {
      status: 'invalid',
      fitness: Number.NEGATIVE_INFINITY,
      objectives: negated,
      violations,
    };
  }
  const fitness = -(objectives[0] / reference[0] + objectives[1] / reference[1]);
  return { status: 'complete', fitness, objectives: negated, violations: NONE };
}

/** Zitzler, Deb & Thiele (2000), ten parameters: a front that is convex and all along one edge. */
export function zdt1(): Problem {
  const names = Array.from({ length: 10 }, (_, i) => `x${i + 1}`);
  const reference = [11, 11] as const;
  return {
    name: 'zdt1_d10',
    family: 'two objectives',
    direction: 'maximize',
    space: boxSpace(names, 0, 1),
    optimum: -120.66666666666667,
    reference,
    judge: (set) => answer(zdt1Objectives(set, names), reference),
  };
}

function zdt1Objectives(set: ParameterSet, names: readonly string[]): [number, number] {
  const [first = 0, ...others] = names.map((name) => Number(set[name]));
  const g = 1 + (9 * others.reduce((total, x) => total + x, 0)) / 9;
  return [first, g * (1 - Math.sqrt(first / g))];
}

/** Binh & Korn (1997): two parameters, two constraints. */
export function bnh(): Problem {
  const space = createSpace(
    [
      { name: 'x1', type: 'float', min: 0, max: 5 },
      { name: 'x2', type: 'float', min: 0, max: 3 },
    ],
    [],
  );
  const reference = [140, 50] as const;
  return {
    name: 'bnh',
    family: 'two objectives',
    direction: 'maximize',
    space,
    optimum: -5285.262664733305,
    reference,
    judge({ x1, x2 }) {
      const [a, b] = [Number(x1), Number(x2)];
      const objectives = [4 * a * a + 4 * b * b, (a - 5) ** 2 + (b - 5) ** 2] as const;
      const limits = [(a - 5) ** 2 + b * b - 25, 7.7 - (a - 8) ** 2 - (b + 3) ** 2];
      return answer(objectives, reference, limits);
    },
  };
}
