import { workerData } from 'node:worker_threads';
import { InputError } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Metrics } from '../../../runner/domain/metrics.ts';
import { type Backtest, createBacktest } from '../backtest.ts';
import { dataPreflight } from '../data/data-preflight.ts';
import type { ProgressListener } from '../engine/tell-progress.ts';
import { learnSecurities } from '../learn-securities.ts';
import { loadStrategy, strategyFiles } from '../load-strategy.ts';
import { loadMarketData, type MarketData, marketDataFiles } from '../market-data.ts';
import { confine } from '../sandbox/confine.ts';
import { describeError } from '../sandbox/describe-error.ts';
import { createPosition } from '../sandbox/position.ts';
import { catchStrayFaults } from '../sandbox/stray-faults.ts';
import {
  errorFields,
  type ThreadAnswer,
  type ThreadMessage,
  type ThreadStart,
  type ThreadTask,
} from './messages.ts';

/*
 * The thread in which the strategies of the protocol's program run: a task at a time, each answered
 * once. Data and strategies are kept from one task to the next.
 */

/** The least between two messages of progress. */
const PROGRESS_MS = 250;
/** Setups whose data is kept. */
const MAX_KEPT = 8;

const { port, projectRoot } = workerData as ThreadStart;
// A strategy can import workerData too, and the port is none of its business.
Reflect.deleteProperty(workerData, 'port');

const say = (message: ThreadMessage): void => port.postMessage(message);
const position = createPosition();
const takePrinted = confine();
const faults = catchStrayFaults(position, (text) => say({ type: 'log', text }));
const loaded = new Map<string, MarketData>();
const backtests = new Map<string, Promise<Backtest>>();

port.on('message', async (task: ThreadTask) => {
  position.moveTo(0);
  const answer = await answerTo(task);
  // Node gives the promises of the backtest their turn first, so that their faults are its own.
  setImmediate(() => {
    const fault = faults.take();
    position.moveTo(-1);
    const printed = takePrinted();
    if (printed !== '') say({ type: 'log', text: printed });
    say({
      type: 'answer',
      answer: fault === null ? answer : { fields: errorFields('runtime', fault) },
    });
  });
});

async function answerTo(task: ThreadTask): Promise<ThreadAnswer> {
  let backtest: Backtest;
  try {
    if (task.kind === 'describe') return { fields: await describe(task.setup) };
    backtest = await backtestOf(task.setup);
  } catch (error) {
    const problems = error instanceof InputError ? error.problems : undefined;
    return { fields: errorFields('setup', describeError(error), problems) };
  }
  return carryOut(backtest, task);
}

function carryOut(
  backtest: Backtest,
  { params, detail, milestones, progress }: ThreadTask,
): ThreadAnswer {
  const startedAt = performance.now();
  try {
    const watching = { milestones, ...(progress && { progress: progressTeller() }) };
    const { metrics, result, standings, pruned } = backtest.run(params, detail, watching);
    const ms = performance.now() - startedAt;
    if (pruned === true) return { fields: { status: 'pruned', ms, standings } };
    const fields = {
      status: 'complete',
      ms,
      ...(standings !== undefined && { standings }),
      metrics: encoded(metrics),
      orders: metrics['trade_count'],
      trades: metrics['closed_trades'],
      parameters_read: [...backtest.parametersRead].sort(),
      state: { Status: 'Completed', RuntimeError: '' },
    };
    return { fields, ...(result !== undefined && { result }) };
  } catch (error) {
    const ms = performance.now() - startedAt;
    return { fields: { ...errorFields('runtime', describeError(error)), ms } };
  }
}

/** Says how far a backtest has come, at once and then not too often. */
function progressTeller(): ProgressListener {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (moment, equity) => {
    if (performance.now() - toldAt < PROGRESS_MS) return;
    toldAt = performance.now();
    const at = new Date(moment).toISOString().slice(0, 10);
    say({ type: 'progress', fields: { status: 'progress', at, equity } });
  };
}

/** JSON has no infinities; what is not a number counts as absent. */
function encoded(metrics: Metrics): Record<string, number | string> {
  const numbers: Record<string, number | string> = {};
  for (const [name, value] of Object.entries(metrics)) {
    if (!Number.isNaN(value)) numbers[name] = Number.isFinite(value) ? value : String(value);
  }
  return numbers;
}

async function describe(setup: BacktestSetup): Promise<Readonly<Record<string, unknown>>> {
  // A strategy for LEAN has data to look at, and nothing that could be loaded here.
  const isOwn = setup.engine !== 'lean';
  const { parameters } = isOwn
    ? await loadStrategy(setup.strategy, projectRoot)
    : { parameters: {} };
  const { barCount, available, warnings, own } = dataOf(setup);
  const backtest = isOwn ? await backtestOf(setup) : null;
  const securities = backtest === null ? [] : learnSecurities(backtest);
  const benchmarks = backtest?.benchmarks.values() ?? [];
  return {
    status: 'described',
    preparation: {
      bars: barCount,
      available,
      preflight: dataPreflight(own),
      warnings: [...warnings, ...(backtest?.warnings ?? [])],
      defaults: parameters,
      strategyFiles: isOwn ? strategyFiles(setup.strategy, projectRoot) : [],
      dataFiles: marketDataFiles(setup, { securities, benchmarks }),
    },
  };
}

function backtestOf(setup: BacktestSetup): Promise<Backtest> {
  return kept(backtests, JSON.stringify(setup), async () => {
    const data = dataOf(setup);
    const strategy = await loadStrategy(setup.strategy, projectRoot);
    return createBacktest({ setup, data, strategy });
  });
}

function dataOf(setup: BacktestSetup): MarketData {
  const { strategy: _, ...rest } = setup;
  return kept(loaded, JSON.stringify(rest), () => loadMarketData(setup));
}

/** The value under a key, made where it is not there; those used longest ago make room. */
function kept<Value>(store: Map<string, Value>, key: string, make: () => Value): Value {
  const value = store.get(key) ?? make();
  store.delete(key);
  store.set(key, value);
  for (const oldest of store.keys()) {
    if (store.size <= MAX_KEPT) break;
    store.delete(oldest);
  }
  return value;
}
