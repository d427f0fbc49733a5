import { describe, expect, test } from 'vitest';
import type { BarColumns } from '../../../harness/embedded/data/columns.ts';
import { sharedFloat64, sharedUint8 } from '../../../harness/embedded/data/shared-columns.ts';
import { createIndicator } from '../../../harness/embedded/indicators/create-indicator.ts';
import { Field } from '../../../harness/embedded/indicators/field.ts';
import type { IndicatorRecipe } from '../../../harness/embedded/indicators/indicator-recipe.ts';
import {
  computeSeries,
  type IndicatorResults,
} from '../../../harness/embedded/indicators/indicator-series.ts';
import { randomFrom } from '../../../runner/domain/random.ts';

/** More bars than an indicator's values are held of. */
const BARS = 600_000;
const FROM = 7;

function makeColumns(): BarColumns {
  const [start, end, open, high, low, close, volume] = Array.from({ length: 7 }, () =>
    sharedFloat64(BARS),
  ) as [Column, Column, Column, Column, Column, Column, Column];
  const random = randomFrom(5, 0, 0);
  for (let bar = 0, price = 100; bar < BARS; bar++) {
    open[bar] = price;
    price *= 1 + (random() - 0.5) * 0.01;
    close[bar] = price;
    high[bar] = Math.max(open[bar] as number, price) + random();
    low[bar] = Math.min(open[bar] as number, price) - random();
    volume[bar] = Math.floor(random() * 1_000);
    start[bar] = bar * 60_000;
    end[bar] = (bar + 1) * 60_000;
  }
  const filled = sharedUint8(BARS);
  return {
    start,
    end,
    period: 60_000,
    open,
    high,
    low,
    close,
    volume,
    filled,
    mark: null,
    quotes: null,
  };
}

type Column = BarColumns['close'];

const columns = makeColumns();

const recipes = [
  { kind: 'sma', parameters: [200], selector: Field.Close },
  { kind: 'macd', parameters: [12, 26, 9, 'exponential'], selector: Field.Close },
  { kind: 'adx', parameters: [14], selector: null },
] as unknown as readonly (IndicatorRecipe & { readonly kind: 'macd' })[];

function followed(recipe: (typeof recipes)[number], offset = 0) {
  const { indicator, follower } = createIndicator(() => recipe.kind, recipe);
  const cursor = { index: -1 };
  follower.follow({ columns, cursor, offset }, FROM);
  return { indicator, cursor, whole: computeSeries(recipe, columns, FROM) as IndicatorResults };
}

describe.each(recipes)('an indicator over very many bars: $kind', (recipe) => {
  test('tells at every bar what it tells over few', () => {
    const { indicator, cursor, whole } = followed(recipe);
    const { values, readyFrom, sampledFrom } = whole.main;
    const isRight = (index: number): boolean =>
      indicator.isReady === index >= readyFrom && indicator.value === values[index];
    const isRightBefore = (index: number): boolean => {
      const { value, time } = indicator.previous;
      const samples = Math.max(0, index - sampledFrom + 1);
      if (indicator.samples !== samples) return false;
      return samples < 2 || (value === values[index - 1] && time === index * 60_000);
    };
    let apart = 0;
    for (let index = 0; index < BARS; index++) {
      cursor.index = index;
      if (!isRight(index)) apart++;
      if (index % 1_000 < 3 && !isRightBefore(index)) apart++;
    }
    expect(apart).toBe(0);
    expect(readyFrom).toBeGreaterThan(FROM);
  });

  test('tells its parts where they are read now and then, from a bar in the middle on', () => {
    const offset = 3;
    const { indicator, cursor, whole } = followed(recipe, offset);
    for (let index = 0; index < BARS - offset; index += 9_973) {
      cursor.index = index;
      for (const [part, series] of Object.entries(whole.parts)) {
        const shown = Reflect.get(indicator, part) as typeof indicator;
        expect([part, index, shown.value]).toEqual([part, index, series.values[index + offset]]);
        expect(shown.isReady).toBe(index + offset >= series.readyFrom);
      }
      expect(indicator.value).toBe(whole.main.values[index + offset]);
    }
  });

  test('tells what was long ago, and before the first', () => {
    const { indicator, cursor, whole } = followed(recipe);
    const { values } = whole.main;
    cursor.index = 20_000;
    expect(indicator.at(4_000).value).toBe(values[16_000]);
    expect(indicator.at(30_000).value).toBe(0);
    cursor.index = 40_000;
    expect(indicator.value).toBe(values[40_000]);
    expect(indicator.at(10_000).value).toBe(values[30_000]);
    cursor.index = 300_000;
    expect(indicator.value).toBe(values[300_000]);
    expect(indicator.at(299_000).value).toBe(values[1_000]);
    cursor.index = 300_001;
    expect(indicator.value).toBe(values[300_001]);
    expect(indicator.at(1).value).toBe(values[300_000]);
  });
});
