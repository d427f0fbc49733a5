import {
  arithmetic,
  comparison,
  junction,
  membership,
  type Node,
  negation,
  negative,
  type ValueType,
} from './expression-nodes.ts';
import { ExpressionError, type Token, tokenize } from './expression-tokens.ts';
import type { ParameterValue } from './parameter-set.ts';

/** The parameters an expression may name. */
export interface Scope {
  indexOf(name: string): number | undefined;
  typeOf(index: number): ValueType;
}

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='];

/** Deeper nesting than anyone writes; keeps the parser's own stack safe. */
const MOST_DEPTH = 100;

/** Recursive descent, one method a level of precedence; compiles as it reads. */
export class ExpressionParser {
  readonly reads = new Set<number>();
  readonly #text: string;
  readonly #scope: Scope;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, scope: Scope) {
    this.#text = text;
    this.#scope = scope;
    this.#tokens = tokenize(text, (name) => scope.indexOf(name) !== undefined);
  }

  parse(): Node {
    const start = this.#peek();
    const node = this.#need(this.#disjunction(), 'boolean', start);
    if (this.#peek().kind !== 'end') this.#fail('an operator or the end', this.#peek());
    return node;
  }

  #disjunction(): Node {
    return this.#junction('or', () => this.#junction('and', () => this.#inversion()));
  }

  #junction(word: 'and' | 'or', operand: () => Node): Node {
    const start = this.#peek();
    const first = operand();
    const operands = [first];
    while (this.#take('word', word)) {
      const token = this.#peek();
      operands.push(this.#need(operand(), 'boolean', token));
    }
    if (operands.length === 1) return first;
    this.#need(first, 'boolean', start);
    return junction(word, operands);
  }

  #inversion(): Node {
    if (!this.#take('word', 'not')) return this.#relation();
    const token = this.#peek();
    return negation(
      this.#need(
        this.#nested(() => this.#inversion()),
        'boolean',
        token,
      ),
    );
  }

  #relation(): Node {
    const start = this.#peek();
    const left = this.#sum();
    const inverted = this.#take('word', 'not') !== undefined;
    if (this.#take('word', 'in')) return membership(!inverted, left, this.#list());
    if (inverted) this.#fail('"in"', this.#peek());
    const operator = this.#take('symbol', ...COMPARISONS);
    if (!operator) return left;
    const second = this.#peek();
    const right = this.#sum();
    if (!['==', '!='].includes(operator.text)) {
      this.#need(left, 'number', start);
      this.#need(right, 'number', second);
    } else if (left.type !== 'any') this.#need(right, left.type, second);
    const more = this.#take('symbol', ...COMPARISONS);
    if (more) this.#fail('"and" between two comparisons', more);
    return comparison(operator.text, left, right);
  }

  #sum(): Node {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/', '%'], () => this.#unary()));
  }

  #chain(operators: readonly string[], operand: () => Node): Node {
    const start = this.#peek();
    let left = operand();
    for (;;) {
      const operator = this.#take('symbol', ...operators);
      if (!operator) return left;
      this.#need(left, 'number', start);
      const second = this.#peek();
      left = arithmetic(operator.text, left, this.#need(operand(), 'number', second));
    }
  }

  #unary(): Node {
    if (!this.#take('symbol', '-')) return this.#primary();
    const token = this.#peek();
    return negative(
      this.#need(
        this.#nested(() => this.#unary()),
        'number',
        token,
      ),
    );
  }

  #primary(): Node {
    if (this.#take('symbol', '(')) {
      const inner = this.#nested(() => this.#disjunction());
      this.#expect(')');
      return inner;
    }
    const value = this.#literal();
    if (value !== undefined) return { type: typeof value as ValueType, evaluate: () => value };
    const token = this.#take('name');
    if (!token) return this.#fail('a parameter, a number or a quoted string', this.#peek());
    const index = this.#scope.indexOf(token.text);
    if (index === undefined) return this.#fail('the name of a parameter', token);
    this.reads.add(index);
    return { type: this.#scope.typeOf(index), evaluate: (values) => values[index] };
  }

  #list(): ParameterValue[] {
    this.#expect('[');
    const values: ParameterValue[] = [];
    do {
      const minus = this.#take('symbol', '-') !== undefined;
      const token = this.#peek();
      const value = this.#literal() ?? this.#fail('a number, string, true or false', token);
      if (minus && typeof value !== 'number') this.#fail('a number', token);
      values.push(minus ? -Number(value) : value);
    } while (this.#take('symbol', ','));
    this.#expect(']');
    return values;
  }

  #literal(): ParameterValue | undefined {
    const number = this.#take('number');
    if (number) return Number(number.text);
    const string = this.#take('string');
    if (string) return string.text;
    const word = this.#take('word', 'true', 'false');
    return word ? word.text === 'true' : undefined;
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(kind: Token['kind'], ...texts: readonly string[]): Token | undefined {
    const token = this.#peek();
    if (token.kind !== kind) return undefined;
    if (texts.length > 0 && !texts.includes(token.text)) return undefined;
    this.#next++;
    return token;
  }

  #expect(symbol: string): void {
    if (!this.#take('symbol', symbol)) this.#fail(`"${symbol}"`, this.#peek());
  }

  #need(node: Node, type: ValueType, token: Token): Node {
    if (node.type === type || node.type === 'any') return node;
    return this.#fail(`a ${type}`, token, `a ${node.type}`);
  }

  #nested(parse: () => Node): Node {
    if (++this.#depth > MOST_DEPTH) {
      this.#fail(`nesting at most ${MOST_DEPTH} deep`, this.#peek(), 'more');
    }
    const node = parse();
    this.#depth--;
    return node;
  }

  #fail(wanted: string, token: Token, found?: string): never {
    const shown = token.kind === 'end' ? token.text : JSON.stringify(token.text);
    throw new ExpressionError(this.#text, token.position, { wanted, found: found ?? shown });
  }
}
