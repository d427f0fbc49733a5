import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { withLeanParameters } from '../../../runner/report/lean-config-text.ts';

const set = { 'ema-fast': 12, slow: 0.0000001, mode: 'a "b"', on: true };

describe('withLeanParameters()', () => {
  test('changes the parameters alone: comments, order and layout stay', () => {
    const text = `// of mine
{
\t"algorithm-language": "Python", // stays
\t"parameters": {
\t\t"other": "7",
\t\t"ema-fast": "10" /* short */
\t},

\t"cloud-id":   12345
}
`;
    const { text: filled, changes } = withLeanParameters(text, set, 'config.json');
    expect(filled).toBe(`// of mine
{
\t"algorithm-language": "Python", // stays
\t"parameters": {
\t\t"other": "7",
\t\t"ema-fast": "12", /* short */
\t\t"slow": "0.0000001",
\t\t"mode": "a \\"b\\"",
\t\t"on": "true"
\t},

\t"cloud-id":   12345
}
`);
    expect(changes).toEqual([
      { name: 'ema-fast', before: '10', after: '12' },
      { name: 'slow', before: null, after: '0.0000001' },
      { name: 'mode', before: null, after: 'a "b"' },
      { name: 'on', before: null, after: 'true' },
    ]);
    // Nothing is left to do.
    expect(withLeanParameters(filled, set, 'config.json').text).toBe(filled);
  });

  test.each([
    ['no parameters', '{ "algorithm-language": "CSharp" }'],
    ['an empty object', '{}'],
    ['lines of Windows', '\uFEFF{\r\n  "parameters": {\r\n  }\r\n}\r\n'],
    ['a comment beside the last', '{ "parameters": {\n"other": "1", // one\n// two\n} }'],
    ['a comment on one line', '{ "parameters": { "other": "1" /* one */ } }'],
    ['a comma at the end', '{ "parameters": { "other": "1", }, }'],
  ])('fills in %s', (_, text) => {
    const { text: filled } = withLeanParameters(text, set, 'config.json');
    expect(parse(filled.replace('\uFEFF', '')).parameters).toMatchObject({
      'ema-fast': '12',
      slow: '0.0000001',
      mode: 'a "b"',
      on: 'true',
    });
    expect(filled.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
    if (text.includes('// one')) expect(filled).toContain('"1", // one\n"ema-fast"');
    if (text.includes('\r\n')) expect(filled.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('leaves a number that says the same', () => {
    const text = '{ "parameters": { "ema-fast": 12 } }';
    expect(withLeanParameters(text, { 'ema-fast': 12 }, 'c').text).toBe(text);
  });

  test.each([
    ['[1]', 'something else'],
    ['{ "parameters": [1] }', 'parameters: wanted an object, found [1]'],
    ['{ "parameters": ', 'no JSON'],
    ['', 'no JSON'],
  ])('refuses %j', (text, found) => {
    expect(() => withLeanParameters(text, set, 'config.json')).toThrow(found);
  });
});
