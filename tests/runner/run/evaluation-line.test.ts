import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import {
  createLinesEncoder,
  encodeEvaluation,
  parseEvaluation,
} from '../../../runner/run/evaluation-line.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

describe('encodeEvaluation()', () => {
  test.each([
    ['plain', anEvaluation()],
    ['invalid', anEvaluation({ status: 'invalid', fitness: -Infinity })],
    ['without a loss', anEvaluation({ profit_factor: Infinity })],
    [
      'infinite inside',
      anEvaluation({ metrics: { sortino_ratio: -Infinity }, violations: { a: Infinity } }),
    ],
    [
      'with a category called Infinity',
      anEvaluation({ params: { mode: 'Infinity' }, profit_factor: Infinity }),
    ],
  ])('%s comes back the same', (_name, evaluation) => {
    const line = encodeEvaluation(evaluation);
    expect(line.endsWith('\n')).toBe(true);
    expect(line.trimEnd()).not.toContain('\n');
    expect(parseEvaluation(line)).toEqual(evaluation);
  });

  test('leaves out what is not a number', () => {
    const line = encodeEvaluation(
      anEvaluation({ fitness: -Infinity, metrics: { beta: Number.NaN } }),
    );
    expect(parseEvaluation(line).metrics).toEqual({});
  });
});

describe('parseEvaluation()', () => {
  test.each([
    ['null', /object/],
    ['[]', /v 1/],
    ['{"v":2}', /v 1, found 2/],
    ['{"v":1,"id":0}', /positive id/],
    ['{"v":1,"id":1,"stage":"lhs","status":"odd"}', /status/],
    [encodeEvaluation(anEvaluation()).replace('1.25', '"much"'), /fitness/],
  ])('%s is refused', (line, message) => {
    expect(() => parseEvaluation(line)).toThrow(message);
  });

  test('a torn line is a SyntaxError at every byte', () => {
    const line = encodeEvaluation(anEvaluation()).trimEnd();
    for (let length = 0; length < line.length; length++) {
      expect(() => parseEvaluation(line.slice(0, length))).toThrow(SyntaxError);
    }
  });
});

describe('createLinesEncoder()', () => {
  const linesOf = (...evaluations: Evaluation[]): string[] => {
    const { bytes, starts } = createLinesEncoder()(evaluations);
    const ends = [...starts.slice(1), bytes.length];
    return starts.map((start, index) =>
      Buffer.from(bytes.subarray(start, ends[index])).toString('utf8').slice(0, -1),
    );
  };
  const mode = '"attempt":1} ü },{"v":1,"id":';
  const evaluations = [
    anEvaluation({ params: { mode } }),
    anEvaluation({ id: 2, fitness: -Infinity, status: 'invalid' }),
    anEvaluation({ id: 3, profit_factor: Infinity, error: mode, at: '2026-11-21T10:15:31.123Z' }),
  ];

  test('many come back the same, one line each, whatever their texts look like', () => {
    expect(linesOf(...evaluations).map(parseEvaluation)).toEqual(evaluations);
  });

  test('equal evaluations have equal sums, however they were carried out', () => {
    const again = { attempt: 3, slot: 2, ms: 99, at: '2026-11-22T10:15:31.123Z' };
    const [one = '', other = ''] = linesOf(anEvaluation(), anEvaluation(again));
    expect(one.slice(-18)).toMatch(/^,"crc":"[0-9a-f]{8}"}$/);
    expect(other.slice(-18)).toBe(one.slice(-18));
  });

  test('a line of which any one bit has changed is refused, or says the same', () => {
    for (const [index, line] of linesOf(...evaluations).entries()) {
      const { attempt, slot, ms, at, ...wanted } = evaluations[index] as Evaluation;
      const bytes = Buffer.from(line);
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(saidBy(changed.toString('utf8')) ?? wanted).toMatchObject(wanted);
      }
    }
  });

  test('a line of an older version, which has no sum, is read', () => {
    const line = encodeEvaluation(anEvaluation()).trimEnd();
    expect(line).not.toContain('crc');
    expect(parseEvaluation(line)).toEqual(anEvaluation());
  });
});

function saidBy(line: string): Evaluation | null {
  try {
    return parseEvaluation(line);
  } catch {
    return null;
  }
}
