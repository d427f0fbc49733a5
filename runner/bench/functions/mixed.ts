import type { ParameterSet } from '../../domain/parameter-set.ts';
import { createSpace } from '../../domain/space.ts';
import { type Problem, valued } from '../problem.ts';

const { abs, cos, log, log10, PI } = Math;
const square = (x: number): number => x * x;
const wave = (times: number, x: number): number => 1 - cos(2 * PI * times * x);

type Value = (name: string) => number;

interface Algorithm {
  readonly base: number;
  readonly bestLookback: number;
  term(value: Value): number;
}

const algorithms: Readonly<Record<string, Algorithm>> = {
  ma: {
    base: 0.3,
    bestLookback: 0.6,
    term: (value) => 0.9 * square(log(value('maRatio') / 1.1) / log(10 / 1.1) - 0.5),
  },
  rsi: {
    base: 0.1,
    bestLookback: 0.2,
    term: (value) => {
      const low = (value('rsiLow') - 10) / 35;
      const high = (value('rsiHigh') - 55) / 35;
      return 0.8 * square(low - 0.6) + 0.8 * square(high - 0.4) + 0.5 * square(high - low + 0.2);
    },
  },
  bb: {
    base: 0,
    bestLookback: 0.4,
    term: (value) => {
      const k = (value('bbK') - 0.5) / 3.5 - 0.45;
      const l = (value('bbLen') - 5) / 95 - 0.3;
      return 1.4 * k * k + 0.9 * l * l + 0.7 * abs(k) * abs(l) + 0.04 * wave(3, l);
    },
  },
  macd: { base: 0.45, bestLookback: 0.8, term: () => 0.02 },
};

const sides: Readonly<Record<string, number>> = { long: 0.05, short: 0.25, both: 0 };

function mixedValue(set: ParameterSet): number {
  const value: Value = (name) => Number(set[name]);
  const algorithm = algorithms[String(set['algo'])] as Algorithm;
  const side = String(set['side']);
  const lookback = (value('lookback') - 5) / 195;
  const risk = log10(value('risk')) / 3 + 1;
  const off = value('thr') - (0.35 + 0.3 * lookback);
  const away = lookback - algorithm.bestLookback;
  const filter = -0.12 + square(log(value('filterLen') / 10) / log(40) - 0.7);
  return (
    algorithm.base +
    (sides[side] as number) +
    1.5 * square(away) +
    0.08 * wave(4, away) +
    2 * square(off) +
    0.06 * wave(5, off) +
    1.2 * square(risk - (side === 'short' ? 0.3 : 0.55)) +
    algorithm.term(value) +
    (set['useFilter'] === 'yes' ? filter : 0)
  );
}

/** Categories, integers, steps, logarithms and parameters that exist only beside others. */
export function mixed(): Problem {
  const space = createSpace(
    [
      { name: 'algo', type: 'categorical', values: Object.keys(algorithms) },
      { name: 'side', type: 'categorical', values: Object.keys(sides) },
      { name: 'useFilter', type: 'categorical', values: ['no', 'yes'] },
      { name: 'lookback', type: 'int', min: 5, max: 200, step: 5 },
      { name: 'thr', type: 'float', min: 0, max: 1 },
      { name: 'risk', type: 'float', min: 0.001, max: 1, log: true },
      { name: 'maRatio', type: 'float', min: 1.1, max: 10, log: true, when: "algo == 'ma'" },
      { name: 'rsiLow', type: 'int', min: 10, max: 45, when: "algo == 'rsi'" },
      { name: 'rsiHigh', type: 'int', min: 55, max: 90, when: "algo == 'rsi'" },
      { name: 'bbK', type: 'float', min: 0.5, max: 4, step: 0.1, when: "algo == 'bb'" },
      { name: 'bbLen', type: 'int', min: 5, max: 100, when: "algo == 'bb'" },
      { name: 'filterLen', type: 'int', min: 10, max: 400, log: true, when: "useFilter == 'yes'" },
    ],
    [],
  );
  return {
    name: 'mixed',
    family: 'mixed',
    direction: 'minimize',
    space,
    optimum: -0.11687939085648179,
    judge: (set) => valued(mixedValue(set)),
  };
}
