import { workerData } from 'node:worker_threads';
import { InputError } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { type Backtest, createBacktest } from '../backtest.ts';
import { phase } from '../engine/phase.ts';
import { loadStrategy } from '../load-strategy.ts';
import type { MarketData } from '../market-data.ts';
import { confine } from './confine.ts';
import { describeError } from './describe-error.ts';
import { createPosition } from './position.ts';
import { type Attempt, runRequests } from './run-requests.ts';
import { catchStrayFaults } from './stray-faults.ts';
import type { ThreadAnswer, ThreadRequest, ThreadStart } from './thread-messages.ts';

/*
 * A thread of the sandbox: one slot. Whatever goes wrong in it belongs to the backtest that
 * `position` names, also when the thread is lost.
 */

interface Setup {
  readonly spec: BacktestSetup;
  readonly data: MarketData;
  backtest?: Promise<Backtest>;
}

const { port, projectRoot, position: positionMemory } = workerData as ThreadStart;
// A strategy can import workerData too, and the port is none of its business.
Reflect.deleteProperty(workerData, 'port');

const answer = (message: ThreadAnswer): void => port.postMessage(message);
const position = createPosition(positionMemory);
const takePrinted = confine();
const faults = catchStrayFaults(position, (text) => answer({ type: 'log', text }));
const surroundings = { position, faults, takePrinted, answer };
const setups = new Map<number, Setup>();

port.on('message', (request: ThreadRequest) => {
  if (request.type === 'setup') setups.set(request.setup, { ...request });
  else if (request.type === 'forget') setups.delete(request.setup);
  else if (request.type === 'describe') describe(request.task, request.setup);
  else run(request);
});
answer({ type: 'ready', phase });

async function run(request: Extract<ThreadRequest, { type: 'run' }>): Promise<void> {
  position.moveTo(request.from);
  let attempt: Attempt;
  try {
    const backtest = await backtestOf(request.run.setup);
    attempt = {
      run: (params) => backtest.run(params, request.run.detail),
      read: () => [...backtest.parametersRead],
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

async function describe(task: number, setup: number): Promise<void> {
  position.moveTo(0);
  const reply = await describeStrategy(setupOf(setup).spec.strategy).then(
    (defaults): ThreadAnswer => ({ type: 'described', task, defaults }),
    (error): ThreadAnswer => ({ type: 'refused', task, problems: problemsOf(error) }),
  );
  position.moveTo(-1);
  answer(reply);
}

async function describeStrategy(strategy: string) {
  const { parameters } = await loadStrategy(strategy, projectRoot);
  return parameters;
}

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

function backtestOf(number: number): Promise<Backtest> {
  const setup = setupOf(number);
  setup.backtest ??= loadStrategy(setup.spec.strategy, projectRoot).then((strategy) =>
    createBacktest({ setup: setup.spec, data: setup.data, strategy }),
  );
  return setup.backtest;
}
