import { expect, it } from 'vitest';
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
