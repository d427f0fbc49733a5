import { expect, test } from 'vitest';
import type { BarColumns } from '../../../harness/embedded/data/columns.ts';
import { sharedFloat64, sharedUint8 } from '../../../harness/embedded/data/shared-columns.ts';
import { Field } from '../../../harness/embedded/indicators/field.ts';
import { cachedSeries } from '../../../harness/embedded/indicators/indicator-cache.ts';

/** Two megabytes of values each, of which 32 have room. */
const BARS = 2 ** 18;

test('cachedSeries() keeps what is asked for again and forgets what is not', () => {
  const values = sharedFloat64(BARS);
  const prices = { open: values, high: values, low: values, close: values, volume: values };
  const times = { start: null, end: values, period: 60_000 };
  const columns: BarColumns = {
    ...prices,
    ...times,
    filled: sharedUint8(BARS),
    mark: null,
    quotes: null,
  };
  const ask = (period: number) =>
    cachedSeries({ kind: 'sma', parameters: [period], selector: Field.Close }, columns, 0);

  const [often, once] = [ask(1), ask(2)];
  for (let period = 3; period < 40; period++) {
    ask(period);
    expect(ask(1)).toBe(often);
  }
  expect(ask(2)).not.toBe(once);
});
