import { expect, it } from 'vitest';
import { defineSteps } from '../../../../harness/embedded/steps/define-steps.ts';
import { sharingOrder } from '../../../../harness/embedded/steps/sharing-order.ts';
import { randomFrom, shuffle } from '../../../../runner/domain/random.ts';
import { barsOf, columnsOf, gridOf, marketOf, runnerOf } from './step-sets.ts';

const bars = barsOf(
  '2024-01-02T08:00:00Z',
  Array.from({ length: 50 }, (_, n) => [n, n + 2, n - 1, n + (n % 7)]),
);
const market = marketOf(bars);

const sums = defineSteps({ from: 0, scale: 1, minutes: 10, note: 'x' })
  .step('data', {}, ({ bars: { close } }) => Float64Array.from(close))
  .step('part', { reads: ['from'], uses: ['data'] }, ({ params, data }) =>
    data.subarray(params.from),
  )
  .value('hours', { reads: ['minutes'] }, ({ params }) => Math.ceil(params.minutes / 60))
  .step('scaled', { reads: ['scale'], uses: ['part', 'hours'] }, ({ params, part, hours }) =>
    part.map((value) => value * params.scale * hours),
  )
  .measure({ uses: ['scaled'] }, ({ scaled }) => ({
    sum: scaled.reduce((sum, value) => sum + value, 0),
  }));

const grid = gridOf({ from: [0, 5, 9], scale: [1, 2, 3, 4], minutes: [20, 40, 90] });

it('createStepRunner() computes a step once for all sets that share what it reads', () => {
  const runner = runnerOf(sums, market);
  const sets = shuffle([...grid], randomFrom(1, 2, 3));
  runner.bind(columnsOf(sets));
  for (let index = 0; index < sets.length; index++) runner.measure(index);
  // Two of three numbers of minutes round up to the same hour.
  expect(runner.computed).toMatchObject({ data: 1, part: 3, scaled: 3 * 4 * 2 });
});

it('createStepRunner() measures a set as if it were alone, whatever is kept', () => {
  const alone = grid.map((set) => runnerOf(sums, market).measureSet(set));
  for (const bytes of [0, 2_000, 1e9]) {
    const runner = runnerOf(sums, market, { bytes });
    const order = shuffle(
      grid.map((_, index) => index),
      randomFrom(7, 0, bytes),
    );
    runner.bind(columnsOf(order.map((index) => grid[index]!)));
    expect(order.map((_, index) => runner.measure(index))).toEqual(
      order.map((index) => alone[index]),
    );
  }
});

/** Gives words numbers in the order of asking, as a step may that others share. */
function dictionary() {
  const words: string[] = [];
  return {
    words,
    numberOf: (word: string): number =>
      words.includes(word) ? words.indexOf(word) : words.push(word) - 1,
  };
}

it('createStepRunner() never mixes results that were made of different ones', () => {
  const strategy = defineSteps({ book: 1, word: 'a', other: 'b' })
    .step('book', { reads: ['book'] }, dictionary)
    .step('first', { reads: ['word'], uses: ['book'] }, ({ params, book }) =>
      book.numberOf(params.word),
    )
    .step('second', { reads: ['other'], uses: ['book'] }, ({ params, book }) =>
      book.numberOf(params.other),
    )
    .measure({ reads: ['word', 'other'], uses: ['book', 'first', 'second'] }, (found) => ({
      right: Number(
        found.book.words[found.first] === found.params.word &&
          found.book.words[found.second] === found.params.other,
      ),
    }));
  const words = ['a', 'b', 'c', 'd', 'e'];
  const sets = gridOf({ book: [1, 2, 3], word: words, other: words });
  for (const bytes of [0, 300, 1_000, 3_000, 1e9]) {
    const runner = runnerOf(strategy, market, { bytes });
    for (const set of shuffle([...sets, ...sets, ...sets], randomFrom(5, 0, bytes))) {
      expect(runner.measureSet(set)).toEqual({ right: 1 });
    }
  }
});

it('createStepRunner() takes fixed parameters and defaults, in the types of the defaults', () => {
  const runner = runnerOf(sums, market, { fixed: { scale: '3' } });
  const wanted = runnerOf(sums, market).measureSet({ scale: 3, from: 5 });
  expect(runner.measureSet({ from: '5' })).toEqual(wanted);
  expect(() => runner.measureSet({ from: 'five' })).toThrow(
    'Cannot read parameter "from": wanted a number, found "five"',
  );
});

it('createStepRunner() lets one bad set fail and goes on', () => {
  const strategy = defineSteps({ at: 0 })
    .step('checked', { reads: ['at'] }, ({ params }) => {
      if (params.at === 2) throw new Error('no 2');
      return params.at;
    })
    .measure({ uses: ['checked'] }, ({ checked }) => ({ checked }));
  const runner = runnerOf(strategy, market);
  runner.bind(columnsOf([{ at: 1 }, { at: 2 }, { at: 'x' }, { at: 3 }]));
  expect(runner.measure(0)).toEqual({ checked: 1 });
  expect(() => runner.measure(1)).toThrow('no 2');
  expect(() => runner.measure(2)).toThrow('found "x"');
  expect(runner.measure(3)).toEqual({ checked: 3 });
});

it('createStepRunner() knows which parameters are read', () => {
  expect(runnerOf(sums, market).read).toEqual(['from', 'scale', 'minutes']);
});

it('sharingOrder() puts what most steps depend on outside, and an own order first', () => {
  expect(sharingOrder(sums)).toEqual(['from', 'minutes', 'scale']);
  expect(sharingOrder({ ...sums, sharing: ['scale', 'note'] })).toEqual([
    'scale',
    'from',
    'minutes',
  ]);
});

it('defineSteps() refuses names that it does not know or that are taken', () => {
  const builder = defineSteps({ a: 1 }).step('one', {}, () => 1);
  expect(() => builder.step('two', { uses: ['none' as never] }, () => 2)).toThrow(
    'Cannot define step "two": wanted one of one, found "none"',
  );
  expect(() => builder.step('two', { reads: ['b' as never] }, () => 2)).toThrow(
    'wanted parameters of a, found "b"',
  );
  for (const name of ['one', 'bars']) {
    expect(() => builder.step(name, {}, () => 2)).toThrow('the name is taken');
  }
});
