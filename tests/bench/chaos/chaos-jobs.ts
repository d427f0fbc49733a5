import { randomFrom, shuffle } from '../../../runner/domain/random.ts';
import { crossSearch } from '../../fixtures/cross-search.ts';
import type { TestDocker } from '../../fixtures/test-docker.ts';
import { dockerOptions } from '../../fixtures/test-docker.ts';

/** A job and what its run is held against. */
export interface ChaosJob {
  /** File name and name of the job. */
  readonly name: string;
  readonly text: string;
  /** Dropped when this one's run is complete: a study's later run starts from its earlier one. */
  readonly after?: string;
  /** An asynchronous search asks by who ends first: it promises all but the same sets. */
  readonly isAsync: boolean;
}

const daily = {
  ...crossSearch,
  start: '2000-01-03',
  end: '2004-12-31',
  parameters: [
    { name: 'fast', type: 'int', min: 2, max: 60 },
    { name: 'slow', type: 'int', min: 20, max: 200 },
  ],
  slots: 2,
  // Whoever kills at random may meet one backtest again and again: that it is given up is no loss.
  attempts: 10,
};
/** Some 60 ms a backtest, so that kills find it at work. */
const slow = 'tests/fixtures/strategies/slow-sma-cross.ts';
const harness = { ...daily, strategy: slow, engine: 'embedded', timeout_seconds: 5 };

const minutes = {
  strategy: 'initial-balance',
  symbol: 'GER40',
  security_type: 'cfd',
  resolution: 'minute',
  start: '2023-01-02',
  end: '2023-02-10',
  fixed_parameters: { news_filter: false },
  fitness: { name: 'net_profit', min_trades: 1, min_profit_factor: 0 },
  parameters: [
    { name: 'ib_window', type: 'int', values: [1, 2, 3] },
    { name: 'ib_wait_minutes', type: 'int', values: [0, 15] },
    { name: 'trade_window_minutes', type: 'int', values: [60, 90, 120] },
    { name: 'rr_target', type: 'float', values: [0.5, 1, 1.5, 2] },
    { name: 'stop_mode', type: 'categorical', values: ['ib_start', 'eq'] },
    { name: 'tsl_target', type: 'float', values: [0, 0.5, 1] },
  ],
  stages: [{ sampler: 'grid' }],
  checkpoint_every: 50,
  slots: 2,
  attempts: 10,
};

/** Every kind of search, fast and slow, in a sandbox, in processes and in containers. */
const KINDS: Readonly<Record<string, object>> = {
  search: {
    ...daily,
    strategy: slow,
    holdout: { start: '2004-01-01', end: '2004-12-31' },
    stages: [
      { sampler: 'lhs', samples: 30 },
      { sampler: 'tpe', samples: 30, batch_size: 5 },
      {
        sampler: 'genetic',
        population_size: 12,
        generations: 4,
        batch_size: 4,
        mutation_probability: 0.5,
        seed_from_previous: true,
        n_seeds: 4,
      },
      { sampler: 'local_grid', top_n: 2, radius: 1, max_neighbors: 12 },
    ],
  },
  grid: {
    ...daily,
    parameters: [
      { name: 'fast', type: 'int', min: 2, max: 41 },
      { name: 'slow', type: 'int', min: 50, max: 129 },
    ],
    stages: [{ sampler: 'grid' }],
    checkpoint_every: 20,
  },
  minutes: minutes,
  async: { ...daily, strategy: slow, stages: [{ sampler: 'tpe', samples: 60, async: true }] },
  study: { ...daily, strategy: slow, stages: [{ sampler: 'tpe', samples: 30, batch_size: 4 }] },
  symbols: {
    ...daily,
    strategy: slow,
    symbol: undefined,
    symbols: ['SPX', 'AAPL'],
    symbols_parallel: 2,
    start: '2014-01-02',
    end: '2016-12-30',
    stages: [{ sampler: 'random', samples: 30 }],
  },
  process: { ...harness, stages: [{ sampler: 'random', samples: 50 }] },
  // Long enough that containers are there to be harmed.
  docker: { ...harness, stages: [{ sampler: 'random', samples: 300 }] },
};

export interface RoundOptions {
  /** Numbers of rounds make names, so that no two jobs are one. */
  readonly round: number;
  readonly seed: number;
  /** Folder of the bars that the job of minutes reads. */
  readonly prepared: string;
  readonly docker: TestDocker | null;
  /** The names of the kinds that are wanted; all where absent. */
  readonly only?: readonly string[] | undefined;
}

/** A job of each kind; in every round other searches. */
export function jobsOfRound(options: RoundOptions): ChaosJob[] {
  const { round, seed, docker, only } = options;
  // One run goes on at a time, in the order of names.
  return shuffle(Object.entries(KINDS), randomFrom(seed, 1, round))
    .filter(([kind]) => only === undefined || only.includes(kind))
    .filter(([kind]) => kind !== 'docker' || docker !== null)
    .flatMap(([kind, fields], place) => {
      const name = `r${round}-${place}-${kind}`;
      const job = { name, seed: seed + round, ...fields, ...placed(kind, options) };
      const isAsync = kind === 'async';
      const made = { name, text: JSON.stringify(job, null, 2), isAsync };
      if (kind !== 'study') return [made];
      const later = `${name}-later`;
      const more = JSON.stringify({ ...job, name: later, seed: seed + round + 1_000 });
      return [made, { name: later, text: more, isAsync, after: name }];
    });
}

function placed(kind: string, { round, prepared, docker }: RoundOptions): object {
  if (kind === 'minutes') return { data: prepared, cash: 100_000 + round };
  if (kind === 'study') return { study: `study-${round}` };
  if (kind === 'process') return { executor: { kind: 'process' } };
  if (kind === 'docker' && docker !== null) {
    // Which executor has it is no part of a search: it would be the run of the processes.
    return { executor: { kind: 'docker', ...dockerOptions(docker) }, cash: 200_000 };
  }
  // The same searches in two rounds would be one run.
  return kind === 'grid' ? { cash: 100_000 + round } : {};
}

/** Files that harm nothing: what each is refused for is another test's matter. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'cut.json': '{"strategy": "sma-cross", "parameters": [',
  'proto.json': '{"__proto__": {"strategy": "x"}, "constructor": 1, "strategy": 7}',
  'outside.json': '{"name":"x","strategy":"../../../../etc/passwd","data":"/etc","symbol":"SPX"}',
  'deep.json': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'bomb.yaml': 'a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n',
  'wide.json': JSON.stringify({
    ...daily,
    name: 'wide',
    stages: [{ sampler: 'grid' }],
    parameters: Array.from({ length: 40 }, (_, n) => ({
      name: `p${n}`,
      type: 'int',
      min: 0,
      max: 1_000_000_000,
    })),
  }),
  'binary.json': '\u0000\u0001\u0002\ufffd',
};
