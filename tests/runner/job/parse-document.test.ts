import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES, MAX_VALUES } from '../../../runner/job/document.ts';
import { parseDocument } from '../../../runner/job/parse-document.ts';

function read(text: string, file = 'job.json'): unknown {
  const parsed = parseDocument(text, file);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document.value;
}

function firstProblem(text: string, file = 'job.json') {
  const parsed = parseDocument(text, file);
  return parsed.ok ? undefined : parsed.problems[0];
}

describe('parseDocument()', () => {
  test('reads JSON with comments, trailing commas, a byte order mark and CRLF', () => {
    const text = '\uFEFF{\r\n  // a comment\r\n  "a": [1, 2,], /* b */ "b": "ü",\r\n}\r\n';
    expect(read(text)).toEqual({ a: [1, 2], b: 'ü' });
    expect(read(text, 'job.jsonc')).toEqual({ a: [1, 2], b: 'ü' });
  });

  test('reads YAML with CRLF and a byte order mark, dates staying text', () => {
    const text = '\uFEFFstart: 2000-01-01\r\nvalues: [1, 2.5]\r\nflag: true\r\n# end\r\n';
    expect(read(text, 'job.yaml')).toEqual({
      start: '2000-01-01',
      values: [1, 2.5],
      flag: true,
    });
    expect(read('a: yes', 'JOB.YML')).toEqual({ a: 'yes' });
  });

  test.each([
    ['job.json', '{\n  "a": {\n    "b": [1,\n 2]\n  }\n}'],
    ['job.yaml', 'x: 1\na:\n  b:\n    - 1\n    - 2\n'],
  ])('tells the line of a path, or of what is around it: %s', (file, text) => {
    const parsed = parseDocument(text, file);
    if (!parsed.ok) throw new Error('does not parse');
    const lines = file.endsWith('json') ? [2, 4, 4] : [3, 5, 5];
    const { lineOf } = parsed.document;
    expect(lineOf(['a', 'b', 1])).toBe(lines[1]);
    expect(lineOf(['a', 'b', 1, 'missing', 3])).toBe(lines[2]);
    expect(lineOf(['a', 'missing'])).toBe(lines[0]);
    expect(lineOf(['nothing'])).toBe(1);
  });

  test.each([
    ['job.json', '{"a": 1', 'a closing brace }', 'the end of the file or line', 1],
    ['job.json', '{\n"a": "half', 'the end of the text (a closing quote)', 'the end of the', 2],
    ['job.json', '{"a" 1}', 'a colon after the key', '"1"', 1],
    ['job.json', '{"a": 1 "b": 2}', 'a comma', '"\\"b\\""', 1],
    ['job.json', "{'a': 1}", 'a value', `"'a'"`, 1],
    ['job.json', '{"a": NaN}', 'a value', '"NaN"', 1],
    ['job.json', '{"a": Infinity}', 'a value', '"Infinity"', 1],
    ['job.json', '{"a": -Infinity}', 'a number', '"-"', 1],
    ['job.json', '{"a": 1e999}', 'a finite number', 'Infinity', 1],
    ['job.json', '{"a": 1}}', 'the end of the file', '"}"', 1],
    ['job.json', '{"a": 1,\n\n"a": 2}', 'each key once', 'a second time, after line 1', 3],
    ['job.json', '{"a": {"__proto__": {"b": 1}}}', 'keys of a job', 'the key "__proto__"', 1],
    ['job.json', '{"a": "\\u12"}', 'JSON', '"', 1],
    ['job.json', '\u0000', 'a value', '"\\u0000"', 1],
    ['job.json', '<xml/>', 'a value', '"<xml"', 1],
    ['job.yaml', 'a: [1, 2', 'YAML', 'Flow sequence', 1],
    ['job.yaml', 'a: "half', 'YAML', 'Missing closing "quote', 1],
    ['job.yaml', 'a: .nan', 'a finite number', 'NaN', 1],
    ['job.yaml', 'a: -.inf', 'a finite number', '-Infinity', 1],
    ['job.yaml', 'a: 1\nb: 2\na: 3', 'each key once', 'a second time, after line 1', 3],
    ['job.yaml', 'a: 1\nb: &x [1]\nc: *x', 'values written out', 'the alias *x', 3],
    ['job.yaml', 'a: 1\n---\nb: 2', 'YAML with one document', 'multiple documents', 2],
    ['job.yaml', '"__proto__": {a: 1}', 'keys of a job', 'the key "__proto__"', 1],
    ['job.yaml', 'a: !!binary aGk=', 'values written out', 'the tag', 1],
    ['job.yaml', 'a: !!js/function "x"', 'YAML', 'Unresolved tag', 1],
    ['job.yaml', '[1, 2]: 3', 'YAML', 'keys must be strings', 1],
    ['job.yaml', 'a: 1\n\tb: 2', 'YAML', 'Tabs', 2],
  ])('refuses %s %j', (file, text, wanted, found, line) => {
    const problem = firstProblem(text, file);
    expect(problem?.wanted).toContain(wanted);
    expect(problem?.found).toContain(found);
    expect(problem?.line).toBe(line);
  });

  test.each([
    ['job.json', ''],
    ['job.json', ' \n\t'],
    ['job.json', 'null'],
    ['job.yaml', '\uFEFF'],
    ['job.yaml', '# only a comment\n'],
    ['job.yaml', '---\n'],
  ])('calls %s %j empty', (file, text) => {
    expect(firstProblem(text, file)).toMatchObject({ wanted: 'an object', found: 'an empty file' });
  });

  test.each([
    ['job.json', '['.repeat(900_000)],
    ['job.json', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['job.yaml', '['.repeat(900_000)],
    ['job.yaml', '{a: '.repeat(200_000)],
    ['job.yaml', '- '.repeat(400_000)],
    ['job.yaml', '? '.repeat(400_000)],
    ['job.yaml', Array.from({ length: 1300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['job.yaml', Array.from({ length: 80 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('refuses deep nesting without running out of stack: %s', (file, text) => {
    expect(firstProblem(text, file)).toMatchObject({ wanted: 'at most 64 levels' });
  });

  test('refuses a file over the limits of size and values', () => {
    const long = `{"a": "${'x'.repeat(MAX_FILE_BYTES)}"}`;
    expect(firstProblem(long)?.wanted).toBe('at most 1000000 bytes');
    expect(firstProblem(`"${'ü'.repeat(MAX_FILE_BYTES / 2)}"`)?.wanted).toContain('bytes');
    const many = `[${'1,'.repeat(MAX_VALUES)}1]`;
    expect(firstProblem(many)).toMatchObject({ wanted: 'at most 100000 values', found: 'more' });
    expect(firstProblem(`- ${'1\n- '.repeat(MAX_VALUES)}1`, 'a.yaml')?.found).toBe('more');
  });

  test('refuses a YAML bomb before it grows', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x, x]' : `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`,
    );
    expect(firstProblem(levels.join('\n'), 'job.yml')?.found).toBe('the alias *a0');
  });

  test('tells formats by the ending alone', () => {
    expect(firstProblem('{}', 'job.toml')?.found).toBe('.toml');
    expect(firstProblem('{}', 'job')).toMatchObject({
      wanted: 'a file that ends in .json, .jsonc, .yaml, .yml',
      found: 'no ending',
    });
    expect(firstProblem('{}', 'job.constructor')?.found).toBe('.constructor');
  });
});
