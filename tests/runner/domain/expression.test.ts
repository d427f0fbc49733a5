import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../runner/domain/expression.ts';
import { ExpressionError } from '../../../runner/domain/expression-tokens.ts';

const names = ['fast', 'slow', 'mode', 'on', 'any', 'ema-fast', 'two words', 'absent'];
const types = ['number', 'number', 'string', 'boolean', 'any', 'number', 'number', 'number'];
const scope = {
  indexOf: (name: string) => (names.includes(name) ? names.indexOf(name) : undefined),
  typeOf: (index: number) => types[index] as 'number',
};
const values = [5, 20, 'trend', true, 0.3, 12, 7, undefined];

const evaluate = (text: string) => compileExpression(text, scope).evaluate(values);

function errorOf(text: string): ExpressionError {
  try {
    compileExpression(text, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
  }
  throw new Error(`${text} compiled`);
}

describe('compileExpression()', () => {
  it.each([
    ['fast < slow', true],
    ['fast >= slow', false],
    ['slow == 20 and mode == "trend"', true],
    ["mode != 'trend' or on", true],
    ['not on or fast > 1 and slow > 1', true],
    ['not (on and fast > 1)', false],
    ['not on == false', true],
    ['fast * 2 + 10 == slow', true],
    ['fast + 10 * 2 == 25', true],
    ['(fast + 10) * 2 == 30', true],
    ['slow - fast - 5 == 10', true],
    ['-fast < -4 and - -fast == 5', true],
    ['slow % 6 == 2 and -7 % 5 == -2', true],
    ['mode in ["trend", "range"]', true],
    ['fast not in [1, -2, 5]', false],
    ['any in [true, 0.3, "x"]', true],
    ['0.1 + 0.2 == any and 0.1 + 0.2 - any == 0', true],
    ['0.1 * 3 == any and 0.3 / 0.1 == 3', true],
    ['5.15 % 0.05 == 0', true],
    ['ema-fast > slow-fast - 4', true],
    ['fast-slow == -15', true],
    ['`two words` == 7 && !(on == false) || false', true],
    ['.5e1 == fast', true],
    ['on', true],
    ['any < 1', true],
  ])('evaluates %s', (text, wanted) => {
    expect(evaluate(text)).toBe(wanted);
  });

  it('leaves open what an absent parameter decides', () => {
    expect(evaluate('absent > 3')).toBeUndefined();
    expect(evaluate('not (absent > 3)')).toBeUndefined();
    expect(evaluate('absent + 1 in [3]')).toBeUndefined();
    expect(evaluate('absent > 3 or on')).toBe(true);
    expect(evaluate('absent > 3 and fast > slow')).toBe(false);
    expect(evaluate('absent > 3 and on')).toBeUndefined();
  });

  it('lists the parameters it reads', () => {
    expect(compileExpression('slow > fast and slow > ema-fast', scope).reads).toEqual([0, 1, 5]);
  });

  it.each([
    ['fast < slwo', 'the name of a parameter', '"slwo" at character 8'],
    ['fast = slow', 'a name, a number, a quoted string or an operator', '"=" at character 6'],
    ['fast <', 'a parameter, a number or a quoted string', 'the end at character 7'],
    ['fast', 'a boolean', 'a number at character 1'],
    ['fast < "a"', 'a number', 'a string at character 8'],
    ['mode == 3', 'a string', 'a number at character 9'],
    ['fast < slow < 9', '"and" between two comparisons', '"<" at character 13'],
    ['(fast < slow', '")"', 'the end'],
    ['fast < slow )', 'an operator or the end', '")" at character 13'],
    ['fast and on', 'a boolean', 'a number at character 1'],
    ['on and fast', 'a boolean', 'a number at character 8'],
    ['mode in []', 'a number, string, true or false', '"]"'],
    ['fast not 3', '"in"', '"3"'],
    ['', 'a parameter, a number or a quoted string', 'the end at character 1'],
    ['process.exit()', 'a name, a number, a quoted string or an operator', '"."'],
    ['constructor > 1', 'the name of a parameter', '"constructor"'],
    ['"unclosed', 'a name, a number, a quoted string or an operator', '"\\"" at character 1'],
  ])('refuses %s and says where', (text, wanted, found) => {
    const error = errorOf(text);
    expect(error.wanted).toBe(wanted);
    expect(error.found).toContain(found);
  });

  it('refuses what is too deep or too long without harm', () => {
    expect(errorOf(`${'('.repeat(5_000)}1`).wanted).toContain('nesting');
    expect(errorOf(`${'not '.repeat(2_000)}on`).wanted).toContain('nesting');
    expect(errorOf('- '.repeat(4_000)).wanted).toContain('nesting');
    expect(errorOf('x'.repeat(20_000)).wanted).toContain('characters');
    expect(evaluate(Array(1_500).fill('on').join(' or '))).toBe(true);
    expect(evaluate(`${Array(4_000).fill('1').join('+')} == 4000`)).toBe(true);
  });
});
