import { expect, test } from 'vitest';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { createRunFeed } from '../../../runner/server/run-feed.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';

const record = { id: '20260101_000000', symbols: [] } as unknown as RunRecord;

test.each([
  [0, 250],
  [200, 250],
  [201, 500],
  [2_000, 500],
  [2_001, 1_000],
  [50_000, 1_000],
])(
  'createRunFeed() leaves a client alone the longer, the more comes: %i, %i ms',
  async (count, ms) => {
    const board = () => Promise.reject(new Error('nobody asks'));
    const feed = createRunFeed({ record, wake: () => {}, board });
    const evaluations = Array.from({ length: count }, () => fakeEvaluation(1));
    feed.listen({ type: 'evaluations', run: record.id, symbol: 'SPY', evaluations });
    await feed.take();
    expect(feed.pauseMs?.()).toBe(ms);
    await feed.take();
    expect(feed.pauseMs?.()).toBe(250);
  },
);
