import { expect, it } from 'vitest';
import type {
  ResultsAnswer,
  SandboxAnswer,
} from '../../../../harness/embedded/sandbox/messages.ts';
import { createOutcomeBatch } from '../../../../harness/embedded/sandbox/outcome-batch.ts';
import { resultsFrame } from '../../../../harness/embedded/sandbox/results-frame.ts';
import { createAnswerReader } from '../../../../runner/executors/answer-reader.ts';
import { readOutcomes } from '../../../../runner/executors/read-outcomes.ts';
import { requestsOf, setupOf } from '../../../fixtures/executor-under-test.ts';

it("createOutcomeBatch() and readOutcomes() are each other's inverse", () => {
  const batch = createOutcomeBatch(7, 2);
  batch.add({ ms: 1.5, metrics: { net_pnl: 0.1 + 0.2, profit_factor: Number.POSITIVE_INFINITY } });
  batch.add({ ms: 0, failure: { error: 'no', retriable: false } });
  batch.add({ ms: 3, metrics: { win_rate: 0.5, low: Number.NEGATIVE_INFINITY }, result: '{}' });
  batch.add({ ms: 4, metrics: {} });
  const requests = requestsOf(setupOf('/data', 'idle'), Array(6).fill({}), 10);
  const outcomes = readOutcomes(sent(batch.answer()), requests, 1);
  expect(outcomes.map((outcome) => ({ ...outcome, row: undefined }))).toEqual([
    {
      id: 12,
      slot: 1,
      attempt: 1,
      ms: 1.5,
      status: 'complete',
      metrics: { net_pnl: 0.30000000000000004, profit_factor: Number.POSITIVE_INFINITY },
    },
    { id: 13, slot: 1, attempt: 1, ms: 0, status: 'failed', error: 'no', retriable: false },
    {
      id: 14,
      slot: 1,
      attempt: 1,
      ms: 3,
      status: 'complete',
      metrics: { win_rate: 0.5, low: Number.NEGATIVE_INFINITY },
      result: '{}',
    },
    { id: 15, slot: 1, attempt: 1, ms: 4, status: 'complete', metrics: {} },
  ]);
});

/** The answer as the runner reads it, its bytes in pieces of seven. */
function sent(answer: ResultsAnswer): ResultsAnswer {
  const { line, floats } = resultsFrame(answer);
  const bytes = Buffer.concat([Buffer.from(`${line}\n`), Buffer.from(floats.buffer)]);
  const heard: SandboxAnswer[] = [];
  const corrupt: string[] = [];
  const reader = createAnswerReader({
    onAnswer: (found) => heard.push(found),
    onCorrupt: (text) => corrupt.push(text),
  });
  for (let at = 0; at < bytes.length; at += 7) reader.push(bytes.subarray(at, at + 7));
  expect(corrupt).toEqual([]);
  expect(heard).toHaveLength(1);
  return heard[0] as ResultsAnswer;
}

it('createOutcomeBatch() leaves out what is not a number', () => {
  const batch = createOutcomeBatch(1, 0);
  batch.add({ ms: 1, metrics: { sharpe_ratio: Number.NaN, net_pnl: 1 } });
  const requests = requestsOf(setupOf('/data', 'idle'), [{}]);
  expect(readOutcomes(batch.answer(), requests, 1)).toMatchObject([{ metrics: { net_pnl: 1 } }]);
  expect(readOutcomes(batch.answer(), requests, 1)[0]).not.toHaveProperty('metrics.sharpe_ratio');
});
