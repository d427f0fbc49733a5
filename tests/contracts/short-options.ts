import { randomFrom } from '../../runner/domain/random.ts';
import type { Space } from '../../runner/domain/space.ts';

/** Options that make a sampler's stage short; what is not named runs with its defaults. */
const short: Record<string, object | ((space: Space) => object)> = {
  random: { samples: 80 },
  lhs: { samples: 80 },
  sobol: { samples: 80 },
  halton: { samples: 80 },
  tpe: { samples: 80, batch_size: 7 },
  de: { population_size: 12, batch_size: 6 },
  cma_es: { samples: 80 },
  one_plus_one: { samples: 80 },
  discrete_es: { samples: 80 },
  nsga2: { population_size: 12 },
  gp: { samples: 34 },
  auto: { samples: 34 },
  local_grid: { climb: true, samples: 80 },
  genetic: { population_size: 20, generations: 8, batch_size: 6 },
  list: (space: Space) => ({
    sets: Array.from({ length: 80 }, (_, n) => space.draw(randomFrom(1, 0, n))),
  }),
};

export function shortOptions(sampler: string, space: Space): object {
  const options = short[sampler] ?? {};
  return typeof options === 'function' ? options(space) : options;
}
