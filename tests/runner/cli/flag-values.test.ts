import { describe, expect, it } from 'vitest';
import { jsonObject, wholeAboveZero } from '../../../runner/cli/flag-values.ts';

describe('jsonObject()', () => {
  it('reads values by name and refuses everything else', () => {
    expect(jsonObject('{"fast":10,"kind":"ema","long":true}')).toEqual({
      fast: 10,
      kind: 'ema',
      long: true,
    });
    for (const text of ['[1]', '1', 'null', '{"fast":[1]}', '{fast:1}', '']) {
      expect(() => jsonObject(text)).toThrow('Wanted a JSON object such as {"fast":10}.');
    }
  });
});

describe('wholeAboveZero()', () => {
  it('reads whole numbers above 0 and refuses everything else', () => {
    expect(['1', '20', '007'].map(wholeAboveZero)).toEqual([1, 20, 7]);
    for (const text of ['0', '2.5', '-1', '1e3', '', ' ', 'many']) {
      expect(() => wholeAboveZero(text)).toThrow('Wanted a whole number above 0.');
    }
  });
});
