import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { best, openRunToExport } from './run-to-export.ts';

const exporting = await openRunToExport();
const { exported, path } = exporting;
afterAll(() => exporting[Symbol.dispose]());

describe('export into configurations of LEAN', () => {
  const config =
    '{\n  // mine\n  "algorithm-language": "Python",\n  "parameters": { "lookback": "5", "keep": "x" }\n}\n';
  const one = ['--symbol', 'SPY'];

  test('fills in parameters as LEAN reads them', async () => {
    writeFileSync(path('base.json'), config);
    await exported(...one, '--lean-config', path('base.json'), '-o', path('filled.json'));
    const filled = readFileSync(path('filled.json'), 'utf8');
    expect(filled).toContain('// mine');
    const { parameters: own, ...rest } = JSON.parse(filled.replace('// mine', ''));
    expect(rest).toEqual({ 'algorithm-language': 'Python' });
    const { size, ...others } = best.params;
    const texts = Object.entries(others).map(([name, value]) => [name, String(value)]);
    expect(own).toMatchObject({ keep: 'x', cash_pct: '0.1', ...Object.fromEntries(texts) });
    // Without an exponent, which LEAN's decimals do not know.
    expect(own.size).toMatch(/^0\.0+\d+$/);
    expect(Number(own.size)).toBeCloseTo(Number(size), 20);
    expect(readFileSync(path('base.json'), 'utf8')).toBe(config);
  });

  test('changes a lean-cli project in place and says what', async () => {
    writeFileSync(path('config.json'), config);
    const { out, err } = await exported(...one, '--lean-project', exporting.folder);
    expect(out).toContain(`lookback: 5 → ${best.params['lookback']}`);
    expect(err).toContain('did not have cash_pct');
    const text = readFileSync(path('config.json'), 'utf8');
    expect(text).toContain('// mine');
    await exported(...one, '--lean-project', path('config.json'));
    expect(readFileSync(path('config.json'), 'utf8')).toBe(text);
  });

  test('wants one set and a file', async () => {
    writeFileSync(path('base.json'), config);
    await expect(exported('--lean-config', path('base.json'))).rejects.toThrow('one set');
    await expect(exported(...one, '--lean-project', path('none'))).rejects.toThrow('found none');
  });
});
