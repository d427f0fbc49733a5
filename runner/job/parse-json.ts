import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Problem } from '../domain/errors.ts';
import { MAX_DEPTH, type Parsed, type Structure, structureProblems } from './document.ts';
import { lineAt, lineStarts } from './line-at.ts';

/** Only the first faults are told: those after them are mostly their consequences. */
const MOST_FAULTS = 3;

/** JSON, with comments and trailing commas allowed as editors and LEAN's own files have them. */
export function parseJson(text: string): Parsed {
  const starts = lineStarts(text);
  const line = (offset: number) => lineAt(starts, offset);
  const depthFault = tooDeep(text);
  if (depthFault !== undefined) {
    return refuse([{ ...DEPTH_PROBLEM, line: line(depthFault) }]);
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  if (errors.length > 0 || root === undefined) {
    const faults = errors.map((error) => fault(error, text, line));
    const firstOfLine = faults.filter(({ line }, at) => line !== faults[at - 1]?.line);
    return refuse(firstOfLine.slice(0, MOST_FAULTS));
  }
  const problems = structureProblems(structure(root, line));
  if (problems.length > 0) return refuse(problems);
  const lineOf = (path: readonly (string | number)[]) => {
    for (let length = path.length; length >= 0; length--) {
      const node = findNodeAtLocation(root, path.slice(0, length));
      if (node !== undefined) return line(node.offset);
    }
    return;
  };
  return { ok: true, document: { value: getNodeValue(root), lineOf } };
}

const DEPTH_PROBLEM = { path: '', wanted: `at most ${MAX_DEPTH} levels`, found: 'deeper nesting' };

function refuse(problems: readonly Problem[]): Parsed {
  return { ok: false, problems };
}

/** jsonc-parser's SyntaxKind, an ambient const enum that cannot be read without a compiler. */
const TOKEN = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 };

/** Offset where nesting passes the limit. Scanned beforehand, since the parser recurses. */
function tooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind = scanner.scan(); kind !== TOKEN.end; kind = scanner.scan()) {
    if (kind === TOKEN.openBrace || kind === TOKEN.openBracket) depth++;
    if (kind === TOKEN.closeBrace || kind === TOKEN.closeBracket) depth--;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return;
}

const WANTED: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a value (text in quotes, a number, true, false or null)',
  InvalidNumberFormat: 'a number',
  PropertyNameExpected: 'a key in double quotes',
  ValueExpected: 'a value',
  ColonExpected: 'a colon after the key',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a closing brace }',
  CloseBracketExpected: 'a closing bracket ]',
  EndOfFileExpected: 'the end of the file',
  UnexpectedEndOfComment: 'the end of the comment',
  UnexpectedEndOfString: 'the end of the text (a closing quote)',
  UnexpectedEndOfNumber: 'the end of the number',
  InvalidCharacter: 'text without control characters',
};

const UNENDED = /^UnexpectedEndOf/;

function fault(error: ParseError, text: string, line: (offset: number) => number): Problem {
  const code = printParseErrorCode(error.error);
  const token = text.slice(error.offset, error.offset + Math.max(1, error.length));
  const atEnd = text.slice(error.offset).trim() === '' || UNENDED.test(code);
  return {
    path: '',
    line: line(error.offset),
    wanted: WANTED[code] ?? 'JSON',
    found: atEnd ? 'the end of the file or line' : JSON.stringify(token.slice(0, 40)),
  };
}

function structure(node: Node, line: (offset: number) => number): Structure {
  const at = line(node.offset);
  const children = node.children ?? [];
  if (node.type === 'object') {
    const entries = children.map(({ children: pair }) => {
      const [key, value] = pair as [Node, Node];
      return { key: String(key.value), line: line(key.offset), value: structure(value, line) };
    });
    return { kind: 'map', line: at, entries };
  }
  if (node.type === 'array') {
    return { kind: 'list', line: at, items: children.map((child) => structure(child, line)) };
  }
  return { kind: 'scalar', line: at, value: node.value };
}
