import { expect, test } from 'vitest';
import { timeText } from '../../../runner/cli/time-text.ts';
import { addTimes } from '../../../runner/domain/time-split.ts';

test('timeText() tells the largest part first and leaves out what is nothing', () => {
  const time = addTimes([{ strategy: 12, engine: 61, data: 20, search: 6.8, journal: 0.2 }]);
  expect(timeText(time)).toBe('engine 61 %, data 20 %, strategy 12 %, search 7 %');
});

test('timeText() has nothing to tell of a run without times', () => {
  expect(timeText(undefined)).toBeNull();
  expect(timeText(addTimes([]))).toBeNull();
});
