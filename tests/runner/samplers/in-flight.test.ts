import { describe, expect, it } from 'vitest';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { createInFlight } from '../../../runner/samplers/in-flight.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const keyOf = ({ a }: ParameterSet): string => String(a);

interface Move {
  readonly ask: boolean;
  readonly a: number;
  /** Which of those in flight is told. */
  readonly place: number;
  readonly copied: boolean;
}

/** The same by looking through all of them. */
function createList() {
  const waiting: { set: ParameterSet; n: number }[] = [];
  return {
    get size() {
      return waiting.length;
    },
    at: (place: number) => waiting[place]?.set,
    add: (set: ParameterSet, n: number) => waiting.push({ set, n }),
    take(told: ParameterSet): number | undefined {
      const oldest = waiting.findIndex(({ set }) => keyOf(set) === keyOf(told));
      return oldest < 0 ? undefined : waiting.splice(oldest, 1)[0]?.n;
    },
  };
}

describe('createInFlight()', () => {
  it('makes no key while the sets themselves are told in the order of asking', () => {
    const keys: string[] = [];
    const inFlight = createInFlight<number>((set) => {
      keys.push(keyOf(set));
      return keyOf(set);
    });
    const sets = [3, 1, 3, 2].map((a) => ({ a }));
    for (const [n, set] of sets.entries()) inFlight.add(set, n);
    expect(sets.map((params) => inFlight.take({ params }))).toEqual([0, 1, 2, 3]);
    expect(inFlight.take({ params: { a: 3 } })).toBeUndefined();
    expect(keys).toEqual([]);
  });

  it('takes what was kept of a set that was asked twice in the order of asking, copy or not', () => {
    const move = fc.record({
      ask: fc.boolean(),
      a: fc.integer({ min: 0, max: 3 }),
      place: fc.nat(5),
      copied: fc.boolean(),
    });
    const agree = (moves: readonly Move[]): void => {
      const inFlight = createInFlight<number>(keyOf);
      const list = createList();
      for (const [n, { ask, a, place, copied }] of moves.entries()) {
        const set = { a };
        const told = list.at(place) ?? set;
        const params = copied ? { ...told } : told;
        if (ask) {
          inFlight.add(set, n);
          list.add(set, n);
        } else expect(inFlight.take({ params })).toBe(list.take(told));
        expect(inFlight.size).toBe(list.size);
      }
    };
    fc.assert(fc.property(fc.array(move, { maxLength: 60 }), agree));
  });
});
