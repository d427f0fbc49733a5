import { readFileSync } from 'node:fs';
import { parseDay } from '../../harness/embedded/data/calendar-day.ts';
import { syntheticBars } from '../../harness/embedded/prepare/synthetic-bars.ts';
import { sharingOrder } from '../../harness/embedded/steps/sharing-order.ts';
import type { StepRunner } from '../../harness/embedded/steps/step-runner.ts';
import { InitialBalance } from '../../harness/embedded/strategies/initial-balance.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../runner/domain/random.ts';
import { createSpace, type ParameterDefinition } from '../../runner/domain/space.ts';
import { shuffledOrder } from '../../runner/samplers/grid-order.ts';
import { columnsOf, marketOf, runnerOf } from '../harness/embedded/steps/step-sets.ts';

const SETS = 60_000;
const CHUNK = 700;
const CACHE = 96 * 2 ** 20;

/**
 * What a set of the expanded Initial Balance grid costs on 742 days, in one thread and in processor
 * time: in the order in which a grid walks it, again with all steps kept, and each set alone.
 */
export async function benchSteps(): Promise<void> {
  const firstDay = parseDay('2023-01-02');
  const bars = syntheticBars({ symbol: 'GER40', days: 742, firstDay, seed: 42 });
  const market = marketOf(bars, { synthetic: true });
  const sets = walkedSets();
  const runner = runnerOf(InitialBalance, market, { bytes: CACHE });
  print('walked as a grid', measure(runner, sets), sets.length);
  const last = sets.slice(-5_000);
  measure(runner, last);
  print('all steps kept', measure(runner, last), last.length);
  print('each set alone', alone(market, sets.slice(0, 20)), 20);
}

function walkedSets(): ParameterSet[] {
  const file = new URL('../../config/spaces/ib-expanded.json', import.meta.url);
  const { parameters, rules } = JSON.parse(readFileSync(file, 'utf8')) as {
    parameters: ParameterDefinition[];
    rules: string[];
  };
  const space = createSpace(parameters, rules);
  const order = shuffledOrder({
    space,
    size: space.gridSize ?? 0n,
    random: randomFrom(42, 0, 0),
    sharing: sharingOrder(InitialBalance),
  });
  const sets: ParameterSet[] = [];
  for (let place = 0; sets.length < SETS; place++) {
    const set = space.at(order.pointAt(place));
    if (set !== null) sets.push(set);
  }
  return sets;
}

/** Processor time in microseconds. */
function measure(runner: StepRunner, sets: readonly ParameterSet[]): number {
  const row = new Float64Array(runner.names?.length ?? 0);
  let spent = 0;
  for (let from = 0; from < sets.length; from += CHUNK) {
    const columns = columnsOf(sets.slice(from, from + CHUNK));
    const before = process.cpuUsage();
    runner.bind(columns);
    for (let index = 0; index < columns.count; index++) runner.measureInto(index, row, 0);
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
  }
  return spent;
}

function alone(market: ReturnType<typeof marketOf>, sets: readonly ParameterSet[]): number {
  const before = process.cpuUsage();
  for (const set of sets) runnerOf(InitialBalance, market).measureSet(set);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function print(what: string, micros: number, count: number): void {
  console.log(`  ${what.padEnd(20)} ${(micros / count).toFixed(1)} µs a set, ${count} sets`);
}
