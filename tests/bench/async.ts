import { median } from '../../runner/domain/median.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../runner/domain/random.ts';
import type { samplers } from '../../runner/samplers/index.ts';
import { driveOneStage, type OneStage } from './one-stage.ts';
import { createVirtualExecutor } from './virtual-executor.ts';

const SLOTS = 8;
const EVALUATIONS = 300;
const SEEDS = [1, 2, 3, 4, 5];

/** With their options. */
const MEASURED: readonly (readonly [keyof typeof samplers, object])[] = [
  ['tpe', {}],
  ['de', {}],
  ['one_plus_one', {}],
  ['discrete_es', {}],
  ['auto', {}],
  ['genetic', { steady_state: true }],
  ['genetic', {}],
  ['cma_es', {}],
  ['nsga2', {}],
];

const parameters = ['a', 'b', 'c', 'd'].map(
  (name) => ({ name, type: 'int', min: 0, max: 30 }) as const,
);

/** A hill with ripples, 0 at its top. */
function backtest(params: ParameterSet) {
  let height = 0;
  for (const [n, { name }] of parameters.entries()) {
    const away = Number(params[name]) - 7 - 5 * n;
    height -= away ** 2 / 50 + Math.sin(away) ** 2;
  }
  return { net_pnl: height, trade_count: 100 };
}

/** Most backtests take about a second, some ten times that: log-normal, by the set alone. */
function secondsOf(params: ParameterSet): number {
  const key = parameters.reduce((sum, { name }) => sum * 31 + Number(params[name]), 7);
  const random = randomFrom(11, 0, key);
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(normal);
}

/**
 * How busy slots are where backtests take very different times, with batches and asynchronously. By
 * a clock that only backtests move, so that the figures are the same on any machine.
 */
export async function benchAsync(): Promise<void> {
  console.log(
    `${SLOTS} slots, ${EVALUATIONS} evaluations of 0.1 to 10 s, medians of ${SEEDS.length} seeds`,
  );
  console.log('sampler                slots busy        duration        best found');
  console.log('                       batches  async   batches  async   batches  async');
  for (const [sampler, options] of MEASURED) {
    const [batches, async] = [
      await measure({ sampler, options, async: false }),
      await measure({ sampler, options, async: true }),
    ];
    const cells = [
      `${percent(batches.busy)} ${percent(async.busy)}  `,
      `${seconds(batches.duration)} ${seconds(async.duration)}  `,
      `${batches.best.toFixed(2).padStart(7)} ${async.best.toFixed(2).padStart(6)}`,
    ];
    const name = [sampler, ...Object.keys(options)].join(', ');
    console.log(`${name.padEnd(22)} ${cells.join('')}`);
  }
}

async function measure(measured: Pick<OneStage, 'sampler' | 'options' | 'async'>) {
  const found: { busy: number; duration: number; best: number }[] = [];
  for (const seed of SEEDS) {
    const executor = createVirtualExecutor({ slots: SLOTS, secondsOf, backtest });
    const stage = { ...measured, parameters, rules: [], seed, budget: EVALUATIONS };
    const lines = await driveOneStage({ ...stage, executor });
    const best = Math.max(...lines.map(({ fitness }) => fitness));
    found.push({ busy: executor.worked / (SLOTS * executor.now), duration: executor.now, best });
  }
  return {
    busy: median(found.map(({ busy }) => busy)),
    duration: median(found.map(({ duration }) => duration)),
    best: median(found.map(({ best }) => best)),
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`.padStart(7);
}

function seconds(value: number): string {
  return `${Math.round(value)} s`.padStart(7);
}
