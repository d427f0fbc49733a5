import { workerData } from 'node:worker_threads';
import { InputError } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { type Backtest, createBacktest } from '../backtest.ts';
import { takeUncached, useColumnCache } from '../data/column-cache.ts';
import type { OnReading } from '../data/security-library.ts';
import { phase } from '../engine/phase.ts';
import { learnSecurities } from '../learn-securities.ts';
import { loadStrategy } from '../load-strategy.ts';
import type { MarketData } from '../market-data.ts';
import type { SetupData } from '../setup-data.ts';
import { describeSteps } from '../steps/describe-steps.ts';
import { createStepBacktest } from '../steps/step-backtest.ts';
import { createStepCache } from '../steps/step-cache.ts';
import { confine } from './confine.ts';
import { describeError } from './describe-error.ts';
import { createPosition } from './position.ts';
import { type Attempt, runRequests } from './run-requests.ts';
import { sharedBytes } from './shared-bytes.ts';
import { catchStrayFaults } from './stray-faults.ts';
import type {
  StrategyDescription,
  ThreadAnswer,
  ThreadRequest,
  ThreadStart,
} from './thread-messages.ts';

/*
 * A thread of the sandbox: one slot. Whatever goes wrong in it belongs to the backtest that
 * `position` names, also when the thread is lost.
 */

interface Setup {
  readonly spec: BacktestSetup;
  data: SetupData;
  work?: Promise<Work>;
}

type Work = Pick<Backtest, 'run'> & Pick<Attempt, 'read' | 'runner'>;

/** What the steps of all setups of this thread may keep. */
const STEP_BYTES = 96 * 2 ** 20;

const { port, projectRoot, columnFolder, position: positionMemory } = workerData as ThreadStart;
useColumnCache(columnFolder);
// A strategy can import workerData too, and the port is none of its business.
Reflect.deleteProperty(workerData, 'port');

/** The numbers of results change hands without being copied. */
const answer = (message: ThreadAnswer): void => {
  const frame = message.type === 'results' ? message.frame : null;
  port.postMessage(message, frame === null ? [] : [frame.floats.buffer]);
};
const position = createPosition(positionMemory);
const takePrinted = confine();
const faults = catchStrayFaults(position, (text) => answer({ type: 'log', text }));
const surroundings = { position, faults, takePrinted, answer };
const setups = new Map<number, Setup>();
const cache = createStepCache(STEP_BYTES);

port.on('message', (request: ThreadRequest) => {
  if (request.type === 'setup') setups.set(request.setup, { ...request });
  else if (request.type === 'forget') forget(request.setup);
  else if (request.type === 'describe') describe(request.task, request.setup);
  else run(request);
});
answer({ type: 'ready', phase });

async function run(request: Extract<ThreadRequest, { type: 'run' }>): Promise<void> {
  position.moveTo(request.from);
  let attempt: Attempt;
  try {
    const { detail, milestones } = request.run;
    const work = await workOf(request.run.setup);
    attempt = {
      runner: detail === 'metrics' ? work.runner : undefined,
      run: (params) => work.run(params, detail, { milestones }),
      read: work.read,
    };
  } catch (error) {
    attempt = {
      run: () => {
        throw error;
      },
      read: () => [],
    };
  }
  runRequests(request, attempt, surroundings);
}

function forget(number: number): void {
  setups
    .get(number)
    ?.work?.then(({ runner }) => runner?.dispose())
    .catch(() => {});
  setups.delete(number);
}

async function describe(task: number, setup: number): Promise<void> {
  position.moveTo(0);
  const reply = await describeStrategy(setupOf(setup)).then(
    (description): ThreadAnswer => ({ type: 'described', task, description }),
    (error): ThreadAnswer => ({ type: 'refused', task, problems: problemsOf(error) }),
  );
  position.moveTo(-1);
  answer(reply);
}

async function describeStrategy(setup: Setup): Promise<StrategyDescription> {
  const { spec, data } = setup;
  const strategy = await loadStrategy(spec.strategy, projectRoot);
  const { parameters: declared, steps } = strategy;
  if (steps !== undefined) {
    const described = describeSteps(steps, data, spec);
    return { defaults: declared, ...described, securities: [], benchmarks: [], uncached: [] };
  }
  const market = requireMarket(data);
  const backtest = createBacktest({ setup: spec, data: market, strategy, onReading });
  const securities = learnSecurities(backtest);
  setup.data = { ...market, others: securities };
  const defaults = { ...Object.fromEntries(backtest.fallbacks), ...declared };
  const warnings = [...backtest.warnings];
  const benchmarks = [...backtest.benchmarks.values()];
  return { defaults, warnings, securities, benchmarks, uncached: takeUncached() };
}

const onReading: OnReading = (isReading, security) => {
  answer({ type: 'reading', bytes: isReading ? null : sharedBytes(security) });
};

function problemsOf(error: unknown): InputError['problems'] {
  if (error instanceof InputError) return error.problems;
  const wanted = 'a strategy that can be loaded';
  return [{ path: 'strategy', wanted, found: describeError(error) }];
}

function setupOf(number: number): Setup {
  const setup = setups.get(number);
  if (setup === undefined) throw new Error(`Cannot find setup ${number} in the sandbox's thread`);
  return setup;
}

function workOf(number: number): Promise<Work> {
  const setup = setupOf(number);
  setup.work ??= createWork(setup);
  return setup.work;
}

async function createWork({ spec: setup, data }: Setup): Promise<Work> {
  const strategy = await loadStrategy(setup.strategy, projectRoot);
  if (strategy.steps === undefined) {
    const backtest = createBacktest({ setup, data: requireMarket(data), strategy, onReading });
    return { run: backtest.run, read: () => [...backtest.parametersRead] };
  }
  const { runner, run } = createStepBacktest({ setup, data, strategy: strategy.steps, cache });
  return { run, read: () => runner.read, runner };
}

/** @throws InputError where there are bars but no market to send orders to */
function requireMarket(data: SetupData): MarketData {
  if (!('market' in data)) return data;
  throw new InputError('Cannot use the strategy', [
    {
      path: 'data',
      wanted: "a folder in LEAN's data layout, which `leantune import` writes",
      found: 'prepared bars, which only strategies made of steps read',
    },
  ]);
}
