import { describe, expect, test } from 'vitest';
import { createJobSchema } from '../../runner/job/job-schema.ts';
import { jobJsonSchema } from '../../runner/job/json-schema.ts';
import { jsonPlace, yamlPlace } from '../../site/data/document-place.ts';
import { optionsAt, type Schema } from '../../site/data/schema-options.ts';
import { registries } from '../runner/job/registries.ts';

const schema = jobJsonSchema(createJobSchema(registries), registries.strategies) as Schema;

/** What is offered where the text has a bar. */
function offered(text: string, kind: 'json' | 'yaml'): string[] {
  const offset = text.indexOf('|');
  const whole = text.replace('|', '');
  const place = kind === 'json' ? jsonPlace(whole, offset) : yamlPlace(whole, offset);
  return optionsAt(schema, place).map(({ label }) => label);
}

describe('optionsAt() of JSON', () => {
  test('offers the fields of a job that are not written yet', () => {
    const keys = offered('{ "symbol": "SPX", "|" }', 'json');
    expect(keys).toContain('stages');
    expect(keys).not.toContain('symbol');
  });

  test('offers first what must be there', () => {
    const needed = ['strategy', 'symbol', 'symbols', 'start', 'end', 'parameters', 'stages'];
    expect(offered('{ "|" }', 'json').slice(0, 7).sort()).toEqual(needed.sort());
    expect(offered('{ "parameters": [{ "|" }] }', 'json').slice(0, 2).sort()).toEqual([
      'name',
      'type',
    ]);
  });

  test('offers the strategies that are built in', () => {
    expect(offered('{ "strategy": "|" }', 'json')).toEqual(registries.strategies);
    expect(offered('{ "data": | }', 'json')).toEqual(['sample', 'prepared']);
  });

  test('offers the values of an enumeration, and true and false', () => {
    expect(offered('{ "resolution": "|" }', 'json')).toEqual(['daily', 'hour', 'minute']);
    expect(offered('{ "verify": | }', 'json')).toEqual(['true', 'false']);
  });

  test('offers samplers, and only the options of the one that is named', () => {
    const samplers = offered('{ "stages": [{ "sampler": "|" }] }', 'json');
    expect(samplers).toEqual(expect.arrayContaining(Object.keys(registries.samplers)));
    const grid = offered('{ "stages": [{ "sampler": "genetic", "|" }] }', 'json');
    expect(grid).toContain('generations');
    expect(offered('{ "stages": [{ "sampler": "random", "|" }] }', 'json')).not.toContain(
      'generations',
    );
  });

  test('bears what is half written, comments and commas at the end', () => {
    expect(offered('{ // mine\n "fitness": { "name": "calmar", "|', 'json')).toContain(
      'min_trades',
    );
    expect(offered('{ "budget": { "|", }, "seed": 1, }', 'json')).toEqual([
      'evaluations',
      'seconds',
    ]);
  });

  test('offers nothing where a schema has nothing to say', () => {
    expect(offered('{ "nope": { "|" } }', 'json')).toEqual([]);
    expect(offered('{ "__proto__": { "|" } }', 'json')).toEqual([]);
  });
});

describe('optionsAt() of YAML', () => {
  test('offers fields at the left, values after a colon', () => {
    expect(offered('symbol: SPX\nsta|', 'yaml')).toContain('stages');
    expect(offered('symbol: SPX\nresolution: |', 'yaml')).toEqual(['daily', 'hour', 'minute']);
  });

  test.each([
    ['indented', 'stages:\n  - sampler: lhs\n    samples: 5\n  - sampler: genetic\n    gen|'],
    ['not indented', 'stages:\n- sampler: lhs\n  samples: 5\n- sampler: genetic\n  gen|'],
    ['after a nested object', 'budget:\n  seconds: 5\nstages:\n  - sampler: genetic\n    gen|'],
  ])('knows the item of a list that is %s', (_, text) => {
    expect(offered(text, 'yaml')).toContain('generations');
  });

  test('leaves a list where its indentation ends', () => {
    const text = 'stages:\n- sampler: genetic\nbudget:\n  |';
    expect(offered(text, 'yaml')).toEqual(['evaluations', 'seconds']);
    expect(offered('stages:\n- sampler: genetic\n|', 'yaml')).toContain('resolution');
  });
});
