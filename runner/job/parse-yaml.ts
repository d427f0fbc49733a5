import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Problem } from '../domain/errors.ts';
import {
  MAX_DEPTH,
  type Parsed,
  type Structure,
  type StructureEntry,
  structureProblems,
} from './document.ts';
import type { Path } from './path.ts';

const MOST_FAULTS = 5;

/** YAML 1.2 with plain data only: no aliases, no tags, no keys but text. */
export function parseYaml(text: string): Parsed {
  if (tooDeep(text)) return TOO_DEEP;
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    schema: 'core',
    stringKeys: true,
    // Our own check names both places.
    uniqueKeys: false,
  });
  const line = (offset: number) => Math.max(1, lineCounter.linePos(offset).line);
  const faults = [...document.errors, ...document.warnings].slice(0, MOST_FAULTS);
  if (faults.some(({ message }) => message.startsWith('Maximum call stack'))) return TOO_DEEP;
  if (faults.length > 0) {
    return refuse(
      faults.map(({ message, pos }) => ({
        path: '',
        line: line(pos[0]),
        wanted: 'YAML with one document of plain data',
        found: message.replace(/\s+/g, ' ').slice(0, 120),
      })),
    );
  }
  const unusable = aliasesAndTags(document, line);
  if (unusable.length > 0) return refuse(unusable.slice(0, MOST_FAULTS));
  const root = document.contents;
  if (root === null) return { ok: true, document: { value: null, lineOf: () => 1 } };
  const problems = structureProblems(structure(root, line));
  if (problems.length > 0) return refuse(problems);
  const lineOf = (path: Path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isScalar(node) || isMap(node) || isSeq(node)) return line(node.range?.[0] ?? 0);
    }
    return line(root.range?.[0] ?? 0);
  };
  return { ok: true, document: { value: document.toJS({ maxAliasCount: 0 }), lineOf } };
}

const TOO_DEEP = refuse([
  { path: '', wanted: `at most ${MAX_DEPTH} levels`, found: 'deeper nesting' },
]);

/** Aliases inside aliases let a small file grow to gigabytes; tags make values of other kinds. */
function aliasesAndTags(document: Document, line: (offset: number) => number): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && node.tag === undefined) return;
      const found = isAlias(node)
        ? `the alias *${node.source.slice(0, 40)}`
        : `the tag ${node.tag?.slice(0, 40)}`;
      const at = line(node.range?.[0] ?? 0);
      problems.push({ path: '', line: at, wanted: 'values written out', found });
    },
  });
  return problems;
}

function refuse(problems: readonly Problem[]): Parsed {
  return { ok: false, problems };
}

/**
 * Whether brackets, or dashes on one line, nest past the limit. Looked at beforehand, since the
 * parser recurses and takes a second to give up on a megabyte of brackets.
 */
function tooDeep(text: string): boolean {
  let brackets = 0;
  let dashes = 0;
  for (const token of new Lexer().lex(text)) {
    brackets += BRACKETS[token] ?? 0;
    if (token === '-' || token === '?') dashes++;
    else if (/^[\r\n]/.test(token)) dashes = 0;
    if (Math.max(brackets, dashes) > MAX_DEPTH) return true;
  }
  return false;
}

const BRACKETS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

function structure(node: Node, line: (offset: number) => number): Structure {
  const at = line(node.range?.[0] ?? 0);
  if (isMap(node)) return { kind: 'map', line: at, entries: entriesOf(node, at, line) };
  if (isSeq(node)) return { kind: 'list', line: at, items: itemsOf(node.items, line) };
  return { kind: 'scalar', line: at, value: isScalar(node) ? node.value : null };
}

function* entriesOf(
  map: YAMLMap,
  at: number,
  line: (offset: number) => number,
): Iterable<StructureEntry> {
  for (const { key, value } of map.items) {
    const node = key as Node | null;
    const keyLine = node?.range ? line(node.range[0]) : at;
    yield {
      key: String(isScalar(node) ? node.value : ''),
      line: keyLine,
      value: value
        ? structure(value as Node, line)
        : { kind: 'scalar', line: keyLine, value: null },
    };
  }
}

function* itemsOf(items: readonly unknown[], line: (offset: number) => number) {
  for (const item of items) {
    if (item && !isAlias(item)) yield structure(item as Node, line);
    else yield { kind: 'scalar', line: 1, value: null } as const;
  }
}
