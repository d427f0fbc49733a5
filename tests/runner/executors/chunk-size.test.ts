import { expect, it } from 'vitest';
import { createChunkSize } from '../../../runner/executors/chunk-size.ts';

it('createChunkSize() starts with one and finds what takes 25 ms', () => {
  const size = createChunkSize();
  expect(size.current).toBe(1);
  size.record(1, 40);
  for (let chunk = 0; chunk < 12; chunk++) size.record(size.current, size.current * 0.5);
  expect(size.current).toBe(50);
  for (let chunk = 0; chunk < 20; chunk++) size.record(size.current, size.current * 0.001);
  expect(size.current).toBe(1_000);
  for (let chunk = 0; chunk < 12; chunk++) size.record(size.current, size.current * 60_000);
  expect(size.current).toBe(1);
});

it('createChunkSize() survives chunks that say nothing', () => {
  const size = createChunkSize();
  size.record(0, 0);
  size.record(5, 0);
  expect(size.current).toBe(1_000);
});

it('createChunkSize() makes longer chunks where backtests share steps', () => {
  const size = createChunkSize();
  size.share(true);
  expect(size.current).toBe(1);
  for (let chunk = 0; chunk < 12; chunk++) size.record(size.current, size.current * 0.5);
  expect(size.current).toBe(1_500);
  for (let chunk = 0; chunk < 20; chunk++) size.record(size.current, size.current * 0.001);
  expect(size.current).toBe(8_000);
  size.share(false);
  expect(size.current).toBe(1_000);
});
