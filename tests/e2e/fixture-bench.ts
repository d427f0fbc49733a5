import type { BenchRecord, SearchRecord } from '../../runner/bench/bench-record.ts';
import type { Settings } from '../../runner/bench/settings.ts';
import { type BenchSummary, summarise } from '../../runner/bench/summary.ts';

/** How fast each comes down: made up, so that ranks and winners are known. */
const SPEEDS = { auto: 2, tpe: 1.5, cma_es: 1.2, de: 0.9, random: 0.4 };

const PROBLEMS = [
  {
    name: 'levy_d5',
    family: 'continuous',
    direction: 'minimize',
    optimum: 0,
    parameters: 5,
    points: null,
  },
  {
    name: 'grid6_a',
    family: 'grid',
    direction: 'maximize',
    optimum: -1.144745816004342,
    parameters: 6,
    points: 679_140,
  },
  {
    name: 'sma-cross',
    family: 'backtest',
    direction: 'maximize',
    optimum: -9.162,
    parameters: 2,
    points: 14_328,
  },
] as const;

function searches(settings: Settings): SearchRecord[] {
  return PROBLEMS.flatMap(({ name: problem, optimum }) =>
    Object.entries(SPEEDS).flatMap(([sampler, speed]) =>
      [100, 300].flatMap((evaluations) =>
        [1, 2, 3].map((seed): SearchRecord => {
          const improvements = [1, 10, 50, 100, 200, 300]
            .filter((made) => made <= evaluations)
            .map((made) => [made, optimum + (10 + seed) / made ** speed] as const);
          const own = { improvements, made: evaluations, microseconds: 40 * speed ** 4, ms: 10 };
          return { sampler, settings, problem, evaluations, batch: 1, seed, ...own };
        }),
      ),
    ),
  );
}

const record: BenchRecord = {
  origin: { leantune: '0.1.0', sources: 'fixture' },
  machine: { node: '26.10.0', processor: 'Fixture 9000', cores: 2 },
  at: '2026-11-21T10:00:00.000Z',
  problems: new Map(PROBLEMS.map((problem) => [problem.name, problem])),
  searches: [...searches('default'), ...searches('alike')],
  refused: [],
};

/** What a bench might have found; null where nothing was searched so. */
export function fixtureBench(
  wanted: { settings?: Settings; batch?: number } = {},
): BenchSummary | null {
  return summarise(record, wanted);
}
