import { expect, test } from 'vitest';
import type { SymbolProgress } from '../../../runner/domain/run-record.ts';
import type { Verification } from '../../../runner/domain/verification.ts';
import { createStanding } from '../../../runner/run/standing.ts';

const progress = (symbol: string, more: object = {}) => ({ symbol, ...more }) as SymbolProgress;
const verification = (evaluation: number) => ({ evaluation, equal: true }) as Verification;

test('createStanding() keeps what was verified when a search says more of itself', () => {
  const standing = createStanding([progress('A'), progress('B')]);
  standing.moved(progress('A', { state: 'running' }));
  standing.verified('A', [verification(3)]);
  standing.moved(progress('A', { state: 'complete' }));
  expect(standing.of('A')).toMatchObject({ state: 'complete', verified: [{ evaluation: 3 }] });
  expect(standing.list().map(({ symbol }) => symbol)).toEqual(['A', 'B']);
});

test('moved() forgets what an earlier session verified', () => {
  const standing = createStanding([progress('A', { verified: [verification(3)] })]);
  standing.moved(progress('A', { state: 'running' }));
  expect(standing.of('A')?.verified).toBeUndefined();
  standing.verified('C', [verification(1)]);
  expect(standing.of('C')).toBeUndefined();
});
