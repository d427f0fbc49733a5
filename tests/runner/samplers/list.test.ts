import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { list } from '../../../runner/samplers/list.ts';

const space = createSpace([{ name: 'a', type: 'int', min: 1, max: 9 }], []);
const given = { sets: [{ a: 3 }, { a: 1 }], by_symbol: { IBM: [{ a: 9 }, { a: 8 }, { a: 7 }] } };

function listFor(symbol: string, input: object) {
  const options = list.options.parse(input);
  const randomAt = (n: number) => randomFrom(1, 0, n);
  const context = { space, symbol, options, budget: 10, seeds: [], randomAt, history: [] };
  return { sampler: list.create(context), size: list.size(options, space) };
}

describe('list.create()', () => {
  test('asks for the sets in their order, then ends', () => {
    const { sampler } = listFor('SPY', given);
    expect(sampler.ask(1)).toEqual([{ a: 3 }]);
    expect(sampler.ask(100)).toEqual([{ a: 1 }]);
    expect(sampler.ask(100)).toEqual([]);
  });

  test("takes a symbol's own sets where it has any", () => {
    const { sampler, size } = listFor('IBM', given);
    expect(sampler.ask(100)).toEqual([{ a: 9 }, { a: 8 }, { a: 7 }]);
    expect(size).toBe(3);
  });
});
