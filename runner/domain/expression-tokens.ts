/** An expression cannot be read: where (characters from 1), what was wanted, what was found. */
export class ExpressionError extends Error {
  readonly wanted: string;
  readonly found: string;
  constructor(text: string, position: number, fault: { wanted: string; found: string }) {
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    super(`Cannot read "${shown}": wanted ${fault.wanted}, found ${fault.found}`);
    this.name = 'ExpressionError';
    this.wanted = fault.wanted;
    this.found = `${fault.found} at character ${position + 1} of "${shown}"`;
  }
}

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'word' | 'symbol' | 'end';
  readonly text: string;
  readonly position: number;
}

/** Nothing a person writes is longer; a limit keeps hostile files harmless. */
const MOST_CHARACTERS = 10_000;

const WORDS = new Set(['and', 'or', 'not', 'in', 'true', 'false']);
const ALIASES: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '!': 'not' };

const SPACE = /\s+/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
const STRING = /'([^']*)'|"([^"]*)"/uy;
const QUOTED_NAME = /`([^`]*)`/uy;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*(?:[.-][\p{L}\p{N}_$]+)*/uy;
const SYMBOL = /[=!<>]=|&&|\|\||[<>+\-*/%()[\],!]/uy;

/**
 * Cuts an expression into tokens. A name with `-` or `.` inside is read as one where a parameter is
 * called so (`ema-fast`), else only up to there; any name may stand in backticks.
 * @throws ExpressionError
 */
export function tokenize(text: string, isParameter: (name: string) => boolean): Token[] {
  if (text.length > MOST_CHARACTERS) {
    throw new ExpressionError(text, 0, {
      wanted: `at most ${MOST_CHARACTERS} characters`,
      found: `${text.length}`,
    });
  }
  const tokens: Token[] = [];
  let position = 0;
  while (true) {
    position += match(SPACE, text, position)?.[0].length ?? 0;
    if (position === text.length) break;
    const [token, length] = tokenAt(text, position, isParameter);
    tokens.push(token);
    position += length;
  }
  tokens.push({ kind: 'end', text: 'the end', position });
  return tokens;
}

function tokenAt(
  text: string,
  position: number,
  isParameter: (name: string) => boolean,
): [Token, number] {
  const number = match(NUMBER, text, position);
  if (number) return [{ kind: 'number', text: number[0], position }, number[0].length];
  const string = match(STRING, text, position);
  if (string) {
    return [{ kind: 'string', text: string[1] ?? string[2] ?? '', position }, string[0].length];
  }
  const quoted = match(QUOTED_NAME, text, position);
  if (quoted) return [{ kind: 'name', text: quoted[1] ?? '', position }, quoted[0].length];
  const name = match(NAME, text, position);
  if (name) return nameToken(longestName(name[0], isParameter), position);
  const symbol = match(SYMBOL, text, position);
  if (symbol) return symbolToken(symbol[0], position);
  throw new ExpressionError(text, position, {
    wanted: 'a name, a number, a quoted string or an operator',
    found: JSON.stringify(String.fromCodePoint(text.codePointAt(position) ?? 0)),
  });
}

function longestName(text: string, isParameter: (name: string) => boolean): string {
  let name = text;
  while (!isParameter(name) && /[.-]/u.test(name)) name = name.replace(/[.-][^.-]*$/u, '');
  return name;
}

function nameToken(name: string, position: number): [Token, number] {
  return [{ kind: WORDS.has(name) ? 'word' : 'name', text: name, position }, name.length];
}

function symbolToken(symbol: string, position: number): [Token, number] {
  const word = ALIASES[symbol];
  if (word !== undefined) return [{ kind: 'word', text: word, position }, symbol.length];
  return [{ kind: 'symbol', text: symbol, position }, symbol.length];
}

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
