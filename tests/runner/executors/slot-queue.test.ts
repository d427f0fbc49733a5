import { expect, it } from 'vitest';
import { createSlotQueue } from '../../../runner/executors/slot-queue.ts';

const never = new AbortController().signal;

/** Takes numbers and notes who was given which. */
function taker(count: number) {
  const queue = createSlotQueue<string>(count);
  const given: string[] = [];
  const take = async (work: string | null, signal = never): Promise<void> => {
    given.push(`${work}${await queue.take(work, signal)}`);
  };
  return { queue, given, take };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('take() prefers the number that was at the same, then one that was at nothing', async () => {
  const { queue, given, take } = taker(3);
  await Promise.all([take('a'), take('b')]);
  queue.giveBack(1);
  queue.giveBack(2);
  await take('b');
  await take('c');
  await take('d');
  expect(given).toEqual(['a1', 'b2', 'b2', 'c3', 'd1']);
});

it('giveBack() lets a number go on with what it was at, but not for ever', async () => {
  const { queue, given, take } = taker(1);
  await take('a');
  const waiting = [take('b')];
  for (let n = 0; n < 20; n++) {
    waiting.push(take('a'));
    queue.giveBack(1);
    await turn();
  }
  expect(given.indexOf('b1')).toBe(17);
  for (let left = 0; left < 2; left++) queue.giveBack(1);
  await Promise.all(waiting);
});

it('giveBack() serves those who were at nothing in their order', async () => {
  const { queue, given, take } = taker(1);
  await take(null);
  const waiting = [take('a'), take(null), take('b')];
  for (let n = 0; n < 3; n++) {
    queue.giveBack(1);
    await turn();
  }
  await Promise.all(waiting);
  expect(given).toEqual(['null1', 'a1', 'null1', 'b1']);
});

it('take() is left by its signal and serves the others', async () => {
  const { queue, given, take } = taker(1);
  await take('a');
  const leaving = new AbortController();
  const left = take('b', leaving.signal);
  const next = take('c');
  leaving.abort(new Error('enough'));
  await expect(left).rejects.toThrow('enough');
  await expect(take('d', leaving.signal)).rejects.toThrow('enough');
  queue.giveBack(1);
  await next;
  expect(given).toEqual(['a1', 'c1']);
});
