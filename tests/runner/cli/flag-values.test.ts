import { describe, expect, it } from 'vitest';
import { jsonObject } from '../../../runner/cli/flag-values.ts';

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
