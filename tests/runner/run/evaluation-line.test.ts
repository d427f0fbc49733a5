import { describe, expect, test } from 'vitest';
import { encodeEvaluation, parseEvaluation } from '../../../runner/run/evaluation-line.ts';
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
