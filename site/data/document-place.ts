import { getLocation, parse } from 'jsonc-parser';
import type { Place, SchemaPath } from './schema-options.ts';

/** Where an offset stands in a file that may be half written, and what would be replaced there. */
export interface DocumentPlace extends Place {
  readonly from: number;
  readonly to: number;
}

export function jsonPlace(text: string, offset: number): DocumentPlace {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  const around: unknown = parse(text, [], { allowTrailingComma: true, disallowComments: false });
  const word = previousNode;
  const isInside =
    word !== undefined && word.offset <= offset && offset <= word.offset + word.length;
  const [from, to] =
    word !== undefined && isInside
      ? [word.offset, word.offset + word.length]
      : wordAt(text, offset);
  return { path, isKey: isAtPropertyKey, around, from, to };
}

function wordAt(text: string, offset: number): [number, number] {
  const [before = ''] = /[\w$-]*$/.exec(text.slice(0, offset)) ?? [];
  return [offset - before.length, offset];
}

const LINE = /^(?<indent>[ ]*)(?<dashes>(?:- +)*)(?:(?<key>[\w$-]+|"[^"]*"):(?: +(?<value>.*))?)?/;

interface Level {
  readonly indent: number;
  step: string | number;
}

/** The same of YAML in block style, by its indentation: whole documents need not parse for it. */
export function yamlPlace(text: string, offset: number): DocumentPlace {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(start, offset);
  const levels: Level[] = [];
  const around: Record<string, unknown> = {};
  for (const before of text.slice(0, start).split('\n')) take(before, levels, around);
  const { indent = '', dashes = '', key } = LINE.exec(line)?.groups ?? {};
  const isKey = key === undefined;
  settle(levels, indent.length, dashes);
  const path = levels.map(({ step }) => step);
  const [from, to] = wordAt(text, offset);
  const own: SchemaPath = isKey ? [...path, line.slice(from - start)] : [...path, unquoted(key)];
  return { path: own, isKey, around, from, to };
}

/** Reads a line: goes into the key it names, and notes the value it gives. */
function take(line: string, levels: Level[], around: Record<string, unknown>): void {
  const { indent = '', dashes = '', key, value } = LINE.exec(line)?.groups ?? {};
  if (line.trim() === '' || line.trimStart().startsWith('#')) return;
  settle(levels, indent.length, dashes);
  if (key === undefined) return;
  const path = [...levels.map(({ step }) => step), unquoted(key)];
  if (value !== undefined && value !== '') note(around, path, unquoted(value.trim()));
  else levels.push({ indent: indent.length + dashes.length, step: unquoted(key) });
}

/** Leaves what a line's indentation closes, and enters the item that its dash begins. */
function settle(levels: Level[], indent: number, dashes: string): void {
  for (let last = levels.at(-1); last !== undefined; last = levels.at(-1)) {
    if (last.indent < indent || (last.indent === indent && dashes !== '')) break;
    levels.pop();
  }
  if (dashes === '') return;
  const last = levels.at(-1);
  if (typeof last?.step === 'number' && last.indent === indent) last.step += 1;
  else levels.push({ indent, step: 0 });
}

function note(around: Record<string, unknown>, path: SchemaPath, value: string): void {
  let current = around as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) {
    const inside = current[step];
    const next = typeof inside === 'object' && inside !== null ? inside : {};
    current[step] = next;
    current = next as Record<string | number, unknown>;
  }
  const last = path.at(-1);
  if (last !== undefined && last !== '__proto__') current[last] = value;
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}
