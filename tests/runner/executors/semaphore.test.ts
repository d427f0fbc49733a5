import { expect, it } from 'vitest';
import { createSemaphore } from '../../../runner/executors/semaphore.ts';

const never = new AbortController().signal;

/** Asks and notes the name when the permits are given. */
function asker(capacity: number) {
  const semaphore = createSemaphore(capacity);
  const given: string[] = [];
  const ask = async (name: string, permits: number, signal = never) => {
    const release = await semaphore.acquire(permits, signal);
    given.push(name);
    return release;
  };
  return { given, ask };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('createSemaphore() hands permits out in the order of asking', async () => {
  const { given, ask } = asker(2);
  const [first, second] = await Promise.all([ask('a', 1), ask('b', 1)]);
  const rest = ['c', 'd', 'e'].map((name) => ask(name, 1));
  await turn();
  expect(given).toEqual(['a', 'b']);
  first();
  first();
  await turn();
  expect(given).toEqual(['a', 'b', 'c']);
  second();
  (await rest[0]!)();
  await Promise.all(rest);
  expect(given).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('createSemaphore() lets nobody overtake who asks for all', async () => {
  const { given, ask } = asker(2);
  const first = await ask('one', 1);
  const all = ask('all', 2);
  const late = ask('late', 1);
  await turn();
  expect(given).toEqual(['one']);
  first();
  (await all)();
  await late;
  expect(given).toEqual(['one', 'all', 'late']);
});

it('acquire() rejects when aborted, and those behind move up', async () => {
  const { given, ask } = asker(2);
  const first = await ask('one', 1);
  const controller = new AbortController();
  const all = ask('all', 2, controller.signal);
  const late = ask('late', 1);
  controller.abort(new Error('enough'));
  await expect(all).rejects.toThrow('enough');
  (await late)();
  first();
  (await ask('all again', 2))();
  await expect(ask('too late', 1, controller.signal)).rejects.toThrow('enough');
  expect(given).toEqual(['one', 'late', 'all again']);
});
