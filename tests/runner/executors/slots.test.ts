import { expect, it } from 'vitest';
import type { BacktestRequest, BacktestSetup } from '../../../runner/domain/executor.ts';
import { createSlots } from '../../../runner/executors/slots.ts';

const never = new AbortController().signal;

it('createSlots() lends each number to one at a time, the lowest first', async () => {
  const slots = createSlots(3);
  const leases = await Promise.all([1, 2, 3].map(() => slots.acquire(never)));
  expect(leases.map((lease) => lease.number)).toEqual([1, 2, 3]);
  leases[1]!.release();
  const again = await slots.acquire(never);
  expect(again.number).toBe(2);
  // The number is another's now.
  leases[1]!.release();
  leases[0]!.release();
  const next = await Promise.all([slots.acquire(never)]);
  expect(next.map((lease) => lease.number)).toEqual([1]);
});

it('createSlots() refuses no slots', () => {
  expect(() => createSlots(0)).toThrow(/wanted a whole number from 1, found 0/);
});

it('busy() says what each slot is at, and what is behind it', async () => {
  const slots = createSlots(3);
  const request = (id: number) => ({ id, evaluation: 10 + id }) as BacktestRequest;
  const [first, second] = [
    await slots.acquire(never, [request(1), request(2), request(3)]),
    await slots.acquire(never),
  ];
  const told = () =>
    slots.busy().map(({ slot, request, behind }) => [slot, request?.evaluation ?? null, behind]);
  expect(told()).toEqual([
    [1, 11, 2],
    [2, null, 0],
  ]);
  const [{ since } = { since: 0 }] = slots.busy();
  expect(Math.abs(Date.now() - since)).toBeLessThan(60_000);
  first.answered();
  second.work([request(9)]);
  expect(told()).toEqual([
    [1, 12, 1],
    [2, 19, 0],
  ]);
  second.answered();
  first.release();
  expect(told()).toEqual([[2, null, 0]]);
});

it('createSlots() goes on with short backtests of a setup, not with long ones', async () => {
  const [one, other] = [{ symbol: 'A' }, { symbol: 'B' }] as unknown as BacktestSetup[];
  const requests = (setup: BacktestSetup | undefined, count: number) =>
    Array.from({ length: count }, (_, id) => ({ id, setup }) as BacktestRequest);
  for (const [count, symbols] of [
    [2, ['A', 'B']],
    [1, ['B', 'A']],
  ] as const) {
    const slots = createSlots(1);
    const first = await slots.acquire(never, requests(one, count));
    const given: string[] = [];
    const waiting = [other, one].map(async (setup) => {
      const lease = await slots.acquire(never, requests(setup, count));
      given.push(setup?.symbol ?? '');
      lease.release();
    });
    first.release();
    await Promise.all(waiting);
    expect(given).toEqual(symbols);
  }
});
