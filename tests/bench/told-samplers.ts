import { randomFrom } from '../../runner/domain/random.ts';
import type { Sampler, Told } from '../../runner/domain/sampler.ts';
import { createSpace, type ParameterDefinition } from '../../runner/domain/space.ts';
import { samplers } from '../../runner/samplers/index.ts';

/** Samplers that get slower the more they were told. */
const VARIANTS = [
  { title: 'tpe', options: {} },
  { title: 'tpe, one at a time', options: { batch_size: 1 } },
  { title: 'tpe, scott', options: { bandwidth: 'scott' } },
  { title: 'tpe, univariate', options: { multivariate: false } },
];
const TOLD = [1_000, 10_000];
const SUGGESTIONS = 200;

const numbered = <T>(make: (n: number) => T): T[] => Array.from({ length: 6 }, (_, n) => make(n));

const space = createSpace(
  [
    ...numbered((n): ParameterDefinition => ({ name: `i${n}`, type: 'int', min: 1, max: 100 })),
    ...numbered((n): ParameterDefinition => ({ name: `f${n}`, type: 'float', min: 0, max: 1 })),
  ],
  [],
);
const OPTIMUM = Float64Array.from(space.parameters, (_, place) => 0.2 + 0.1 * (place % 6));

/**
 * Prints the time of a suggestion, ask and tell, once so many sets were told: as in the peers' figures
 * 70 % of them normal around the optimum with 15 % of the range, the others uniform. Times are of the
 * processor, and the least of five parts, so that what else runs on the machine counts little.
 */
export async function benchTold(): Promise<void> {
  console.log(`                     ${TOLD.map((told) => `${told} told`.padStart(12)).join('')}`);
  for (const { title, options } of VARIANTS) {
    const parsed = samplers.tpe.options.parse(options);
    const sampler = samplers.tpe.create({
      space,
      symbol: 'SPY',
      options: parsed,
      budget: Number.POSITIVE_INFINITY,
      seeds: [],
      randomAt: (n) => randomFrom(1, 0, n),
      history: [],
    });
    let told = 0;
    const cells = TOLD.map((wanted) => {
      for (; told < wanted; told++) sampler.tell(drawn(told));
      told += SUGGESTIONS;
      return `${leastTime(sampler, parsed.batch_size).toFixed(2)} ms`.padStart(12);
    });
    console.log(`${title.padEnd(21)}${cells.join('')}`);
  }
}

function leastTime(sampler: Sampler, batch: number): number {
  const parts = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    for (let made = 0; made < SUGGESTIONS / 5; made += batch) {
      for (const params of sampler.ask(batch)) sampler.tell(answered(space.toUnit(params)));
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / (SUGGESTIONS / 5);
  });
  return Math.min(...parts);
}

function drawn(n: number): Told {
  const random = randomFrom(9, 1, n);
  const uniform = random() < 0.3;
  const place = (optimum: number): number => {
    if (uniform) return random();
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.min(0.999, Math.max(0, optimum + 0.15 * normal));
  };
  return answered(OPTIMUM.map(place));
}

function answered(point: Float64Array): Told {
  const fitness = -point.reduce((sum, x, place) => sum + (x - (OPTIMUM[place] as number)) ** 2, 0);
  return { params: space.fromUnit(point), status: 'complete', fitness, violations: {} };
}
