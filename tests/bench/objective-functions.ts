import { existsSync, readFileSync } from 'node:fs';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { createSpace, type ParameterDefinition, type Space } from '../../runner/domain/space.ts';

interface Vector {
  readonly params: ParameterSet;
  readonly value: number | readonly number[];
  readonly constraints?: readonly number[];
}

/** A test problem with several objectives, constraints, or both; all values are minimised. */
export interface ObjectiveFunction {
  readonly name: string;
  readonly space: Space;
  readonly vectors: readonly Vector[];
  /** Where hypervolumes are measured from. */
  readonly reference: readonly number[];
  /** Null where the constants of the objective are not in the file. */
  readonly objectives: ((set: ParameterSet) => number[]) | null;
  /** Above 0 is not feasible. */
  constraints(set: ParameterSet): number[];
}

interface Stated {
  readonly parameters: {
    name: string;
    type: 'int' | 'float';
    low: number;
    high: number;
    step?: number;
  }[];
  readonly testVectors: readonly Vector[];
  readonly referencePoints?: readonly (readonly number[])[];
}

const FILE = new URL('../../../shared/reference/optimizers/functions.json', import.meta.url);

/** Empty where the shared file is missing. */
export function readObjectiveFunctions(): ObjectiveFunction[] {
  if (!existsSync(FILE)) return [];
  const { functions } = JSON.parse(readFileSync(FILE, 'utf8')) as {
    functions: Record<string, Stated>;
  };
  return Object.entries(forms).flatMap(([name, form]) => {
    const stated = functions[name];
    if (stated === undefined) return [];
    const definitions = stated.parameters.map(({ name, type, low, high, step }) => {
      return {
        name,
        type,
        min: low,
        max: high,
        ...(step ? { step } : {}),
      } satisfies ParameterDefinition;
    });
    const reference = stated.referencePoints?.[0] ?? [];
    return [
      {
        name,
        space: createSpace(definitions, []),
        vectors: stated.testVectors,
        reference,
        ...form,
      },
    ];
  });
}

const forms: Record<string, Pick<ObjectiveFunction, 'objectives' | 'constraints'>> = {
  zdt1_d10: {
    objectives(set) {
      const [first = 0, ...others] = Object.values(set).map(Number);
      const g = 1 + (9 * others.reduce((sum, x) => sum + x, 0)) / 9;
      return [first, g * (1 - Math.sqrt(first / g))];
    },
    constraints: () => [],
  },
  bnh: {
    objectives({ x1, x2 }) {
      const [a, b] = [Number(x1), Number(x2)];
      return [4 * a * a + 4 * b * b, (a - 5) ** 2 + (b - 5) ** 2];
    },
    constraints({ x1, x2 }) {
      const [a, b] = [Number(x1), Number(x2)];
      return [(a - 5) ** 2 + b * b - 25, 7.7 - (a - 8) ** 2 - (b + 3) ** 2];
    },
  },
  grid6_b_con: {
    objectives: null,
    constraints(set) {
      const value = (name: string): number => Number(set[name]);
      const u1 = (value('fastLen') - 5) / 95;
      const u3 = (value('rsiLen') - 2) / 30;
      const u4 = (value('stopTenths') - 5) / 55;
      const u5 = (value('holdBars') - 1) / 29;
      const u6 = (value('riskPct') - 10) / 90;
      const wave = 0.05 * Math.cos(2 * Math.PI * (u1 + u3));
      return [
        (value('fastLen') - 0.5 * value('slowLen')) / 100,
        0.1 + 0.3 * u4 + 0.25 * u6 * u6 + 0.15 * (1 - u5) + wave - 0.22,
      ];
    },
  },
};
