import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { Backtest } from '../backtest.ts';
import { readSetColumns, setAt } from '../steps/set-columns.ts';
import type { StepRunner } from '../steps/step-runner.ts';
import { describeError } from './describe-error.ts';
import { createOutcomeBatch, type Finished } from './outcome-batch.ts';
import { resultsFrame } from './results-frame.ts';
import { runBlocks } from './run-blocks.ts';
import type { RunSurroundings } from './run-surroundings.ts';
import type { ThreadRequest } from './thread-messages.ts';

/** Outcomes wait at most this long for those after them. */
const ANSWER_EVERY_MS = 5;

/** Backtests of one setup in one detail. */
export interface Attempt {
  /** Evaluates whole blocks of sets, where the strategy is cut into steps; metrics only. */
  readonly runner?: StepRunner | undefined;
  /** @throws what the strategy throws */
  run(params: ParameterSet): ReturnType<Backtest['run']>;
  /** Names of the parameters that the strategy has asked for so far. */
  read(): readonly string[];
}

/** Runs the requests; steps in blocks, everything else one after the other. */
export function runRequests(
  request: Extract<ThreadRequest, { type: 'run' }>,
  attempt: Attempt,
  surroundings: RunSurroundings,
): void {
  const { run, from, skip } = request;
  const { runner } = attempt;
  const names = runner?.names ?? null;
  if (runner === undefined || names === null) runOneByOne(request, attempt, surroundings);
  else {
    const redo = (index: number): void =>
      runOneByOne({ ...request, from: index }, attempt, surroundings);
    runBlocks({ run, skip: new Set(skip), runner, names }, surroundings, { from, redo });
  }
}

/**
 * An immediate each: Node gives the promises of one their turn before the next starts, so that a
 * fault is charged to the backtest it came from.
 */
function runOneByOne(
  { run, from, skip }: Extract<ThreadRequest, { type: 'run' }>,
  attempt: Attempt,
  { position, faults, takePrinted, answer }: RunSurroundings,
): void {
  const sets = readSetColumns(run);
  const answered = new Set(skip);
  let batch = createOutcomeBatch(run.task, from);
  let answeredAt = performance.now();
  let unsettled: Finished | null = null;

  const flush = (upTo: number): void => {
    const frame = batch.size === 0 ? null : resultsFrame(batch.answer(attempt.read()));
    answer({ type: 'results', task: run.task, upTo, frame });
    const printed = takePrinted();
    if (printed !== '') answer({ type: 'log', text: printed });
    batch = createOutcomeBatch(run.task, upTo);
    answeredAt = performance.now();
  };

  const settle = (): void => {
    const fault = faults.take();
    if (unsettled !== null) batch.add(fault === null ? unsettled : failed(unsettled.ms, fault));
    else if (fault !== null) answer({ type: 'log', text: fault });
    unsettled = null;
  };

  const step = (index: number): void => {
    settle();
    if (answered.has(index)) {
      flush(index + 1);
      return;
    }
    if (performance.now() - answeredAt >= ANSWER_EVERY_MS) flush(index);
    position.moveTo(index);
    unsettled = carryOut(attempt, setAt(sets, index));
  };

  for (let index = from; index < run.count; index++) setImmediate(step, index);
  setImmediate(() => {
    settle();
    position.moveTo(-1);
    flush(run.count);
  });
}

function carryOut(attempt: Attempt, params: ParameterSet): Finished {
  const startedAt = performance.now();
  try {
    const result = attempt.run(params);
    return { ms: performance.now() - startedAt, ...result };
  } catch (error) {
    return failed(performance.now() - startedAt, describeError(error));
  }
}

function failed(ms: number, error: string): Finished {
  return { ms, failure: { error, retriable: false } };
}
