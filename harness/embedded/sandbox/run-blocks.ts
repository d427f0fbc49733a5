import { PHASE, phase } from '../engine/phase.ts';
import { readSetColumns } from '../steps/set-columns.ts';
import type { StepRunner } from '../steps/step-runner.ts';
import { describeError } from './describe-error.ts';
import type { Failure, RunRequest } from './messages.ts';
import { resultsFrame } from './results-frame.ts';
import type { RunSurroundings } from './run-surroundings.ts';

/** A block is answered after this long; looking at the clock costs, so only some sets do. */
const BLOCK_MS = 10;
const SETS_BETWEEN_LOOKS = 16;

export interface BlockRun {
  readonly run: RunRequest;
  /** Indices that are answered already. */
  readonly skip: ReadonlySet<number>;
  readonly runner: StepRunner;
  readonly names: readonly string[];
}

/** Rows before they are sent: one for all blocks, since most end long before their chunk does. */
let rows = new Float64Array(0);

function scratch(length: number): Float64Array {
  if (rows.length < length) rows = new Float64Array(length);
  return rows;
}

/**
 * Evaluates sets of a step strategy in blocks, without a turn of the event loop for each: steps are
 * pure, so that nothing is left behind by one.
 * @param redo told where a block left something behind all the same: runs the rest one at a time
 */
export function runBlocks(
  { run, skip, runner, names }: BlockRun,
  { position, faults, takePrinted, answer }: RunSurroundings,
  at: { readonly from: number; readonly redo: (from: number) => void },
): void {
  const finish = (from: number, upTo: number, frame: ReturnType<typeof evaluate>): void => {
    const fault = faults.take();
    if (fault !== null) {
      at.redo(from);
      return;
    }
    if (upTo === run.count) position.moveTo(-1);
    answer({ type: 'results', task: run.task, upTo, frame: frame.frame });
    const printed = takePrinted();
    if (printed !== '') answer({ type: 'log', text: printed });
    if (upTo < run.count) setImmediate(next, upTo);
  };

  const evaluate = (from: number) => {
    const room = run.count - from;
    const values = scratch(room * names.length);
    const failures: Record<number, Failure> = {};
    const began = performance.now();
    let index = from;
    for (; index < run.count && !skip.has(index); index++) {
      if ((index - from) % SETS_BETWEEN_LOOKS === 0 && performance.now() - began > BLOCK_MS) break;
      position.moveTo(index);
      const offset = (index - from) * names.length;
      values.fill(Number.NaN, offset, offset + names.length);
      try {
        runner.measureInto(index, values, offset);
      } catch (error) {
        failures[index - from] = { error: describeError(error), retriable: false };
        values.fill(Number.NaN, offset, offset + names.length);
      }
    }
    const count = index - from;
    const ms = new Float64Array(count).fill((performance.now() - began) / Math.max(1, count));
    const frame = resultsFrame({
      type: 'results',
      task: run.task,
      from,
      ms,
      names,
      values: values.subarray(0, count * names.length),
      failures,
      results: {},
      read: runner.read,
    });
    return { upTo: index, frame: count === 0 ? null : frame };
  };

  const next = (from: number): void => {
    let first = from;
    while (skip.has(first)) first++;
    phase[0] = PHASE.strategy;
    const done = evaluate(first);
    phase[0] = PHASE.unknown;
    // A promise that was rejected is heard of once the event loop has turned.
    setImmediate(finish, first, done.upTo, done);
  };

  runner.bind(readSetColumns(run));
  next(at.from);
}
