import { randomFrom } from '../../runner/domain/random.ts';
import type { HistoryBatch, SamplerFactory } from '../../runner/domain/sampler.ts';
import { createSpace, type ParameterDefinition } from '../../runner/domain/space.ts';
import { samplers } from '../../runner/samplers/index.ts';
import { benchTold } from './told-samplers.ts';

/** Long stages, so that start-up does not count. */
const long: Readonly<Record<string, object>> = {
  lhs: { samples: 20_000 },
  genetic: { generations: 100_000, early_stopping_generations: 0 },
};

/** Suggestions measured, where a model makes each of them dearer than the one before. */
const counts: Readonly<Record<string, number>> = { tpe: 1_000, gp: 200, auto: 2_000 };

const numbered = <T>(make: (n: number) => T): T[] => Array.from({ length: 6 }, (_, n) => make(n));

/** Six integers and six floats; the grid needs steps. */
function benchSpace(stepped: boolean) {
  const ints = numbered((n): ParameterDefinition => {
    return { name: `i${n}`, type: 'int', min: 1, max: 100 };
  });
  const floats = numbered((n): ParameterDefinition => {
    return { name: `f${n}`, type: 'float', min: 0, max: 1, ...(stepped ? { step: 0.01 } : {}) };
  });
  return createSpace([...ints, ...floats], ['i0 < i1']);
}

/** Prints each sampler's own time per suggestion: ask and tell of 12 parameters, no backtest. */
export async function benchSamplers(): Promise<void> {
  console.log('sampler       own time per suggestion');
  for (const [name, sampler] of Object.entries(samplers)) {
    const options = sampler.options.parse(long[name] ?? {});
    measure(sampler, options, 100);
    const { count, microseconds } = measure(sampler, options, counts[name] ?? 10_000);
    console.log(`${name.padEnd(12)}  ${microseconds.toFixed(2)} µs  (${count} suggestions)`);
  }
  console.log('');
  await benchTold();
}

function measure(factory: SamplerFactory, options: unknown, wanted: number) {
  const space = benchSpace(factory.size(options as never, benchSpace(true)) > 1e15);
  const sampler = factory.create({
    space,
    symbol: 'SPY',
    options: options as never,
    budget: wanted,
    seeds: [],
    randomAt: (n) => randomFrom(1, 0, n),
    history: [] as HistoryBatch[],
  });
  let count = 0;
  // CPU time, so that whatever else runs on the machine does not count.
  const start = process.cpuUsage();
  while (count < wanted) {
    const sets = sampler.ask(factory.batch(options as never));
    if (sets.length === 0) break;
    count += sets.length;
    for (const params of sets) {
      const fitness = -Math.abs(Number(params['i0']) - 30) - Number(params['f0']);
      sampler.tell({ params, status: 'complete', fitness, violations: {} });
    }
  }
  const { user, system } = process.cpuUsage(start);
  return { count, microseconds: (user + system) / count };
}
