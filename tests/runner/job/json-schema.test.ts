import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createJobReader } from '../../../runner/job/job-reader.ts';
import { parseDocument } from '../../../runner/job/parse-document.ts';
import { minimal } from './job-project.ts';
import { type JsonSchema, schemaErrors } from './json-schema-check.ts';
import { registries } from './registries.ts';

const root = join(import.meta.dirname, '../../..');
/** With a folder of prepared bars, which a fresh clone lacks and some examples name. */
const home = mkdtempSync(join(tmpdir(), 'leantune-schema-'));
mkdirSync(join(home, 'data', 'prepared'), { recursive: true });
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
const env = { LEANTUNE_HOME: home };
const reader = createJobReader({ ...registries, projectRoot: root, env });
const schema = reader.schema() as JsonSchema;
const folder = join(root, 'config/examples');
const examples = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
  .map(({ name }) => name);

function parse(text: string, file: string): unknown {
  const parsed = parseDocument(text, file);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document.value;
}

/** Every property of a schema and of those inside it. */
function propertiesOf(node: unknown): [string, object][] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'properties' in node ? Object.entries(node.properties as Record<string, object>) : [];
  return [...own, ...Object.values(node).flatMap(propertiesOf)];
}

describe('JobReader.schema()', () => {
  test('is what stands in config/schema', () => {
    const file = join(root, 'config/schema/job.schema.json');
    const remedy = 'run `npm run schema` to write it anew';
    expect(JSON.parse(readFileSync(file, 'utf8')), remedy).toEqual(schema);
  });

  test('is draft-07 and describes every key, those of plug-ins included', () => {
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    const bare = propertiesOf(schema).filter(([, property]) => !('description' in property));
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  test.each(examples)('accepts config/examples/%s, as the reader does', async (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(schemaErrors(schema, parse(text, file))).toEqual([]);
    const reading = await reader.read(text, join(folder, file));
    expect(reading.kind).toBe('job');
  });

  test.each<[string, object]>([
    ['a missing field', { start: undefined }],
    ['no parameters', { parameters: undefined }],
    ['no symbol', { symbol: undefined }],
    ['symbol and symbols', { symbols: ['SPY'] }],
    ['an unknown key', { sed: 1 }],
    ['a wrong type', { seed: '42' }],
    ['a number out of bounds', { attempts: 0 }],
    ['a day that is none', { end: '17.04.2020' }],
    ['an unknown sampler', { stages: [{ sampler: 'gentic' }] }],
    ['an option of another sampler', { stages: [{ sampler: 'lhs', generations: 3 }] }],
    ['an unknown fitness', { fitness: 'clamar' }],
    ['a parameter without range', { parameters: [{ name: 'a', type: 'int' }] }],
    [
      'a parameter with range and values',
      { parameters: [{ ...minimal.parameters[0], values: [1] }] },
    ],
  ])('refuses %s, as the reader does', async (_, changes) => {
    const text = JSON.stringify({ ...minimal, ...changes });
    expect(schemaErrors(schema, JSON.parse(text))).not.toEqual([]);
    await expect(reader.read(text, 'job.json')).rejects.toThrow('Cannot read job');
  });

  test('accepts what the reader accepts: names alone, and plug-ins with options', () => {
    for (const changes of [
      { fitness: 'calmar', executor: 'embedded' },
      { fitness: { name: 'calmar', min_trades: 3 }, executor: { kind: 'embedded' } },
      { parameters: 'config/spaces/sma-cross.json', $schema: './schema/job.schema.json' },
      { stages: [{ sampler: 'genetic', name: 'a', enabled: false }, { sampler: 'lhs' }] },
      { parameters: [{ name: 'm', type: 'categorical', values: ['a', 1, true] }] },
      { parameters: [{ name: 'f', type: 'float', values: [0.1, 0.2], when: 'm == 1' }] },
      { parameters: undefined, stages: [{ sampler: 'list', sets: [{ fast: 5 }] }] },
      { stages: [{ sampler: 'lhs', seed: 3 }], keep_results: 'all' },
    ]) {
      expect(schemaErrors(schema, { ...minimal, ...changes })).toEqual([]);
    }
  });
});
