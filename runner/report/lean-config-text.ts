import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parse,
  parseTree,
} from 'jsonc-parser';
import { InputError } from '../domain/errors.ts';
import { leanText } from '../domain/lean-text.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';

/** A configuration of LEAN with other parameters, and what became of each. */
export interface FilledConfig {
  readonly text: string;
  readonly changes: readonly ParameterChange[];
}

export interface ParameterChange {
  readonly name: string;
  /** Null where the file did not have it. */
  readonly before: string | null;
  readonly after: string;
}

/**
 * The text of LEAN's or a lean-cli project's `config.json` with a set under `parameters`. All else
 * stays, comments and layout too. LEAN reads values of parameters as text.
 * @throws InputError where it is no such file
 */
export function withLeanParameters(text: string, set: ParameterSet, file: string): FilledConfig {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  let filled = text.slice(mark.length);
  const before = parametersIn(filled, file);
  const changes = Object.entries(set).map(([name, value]): ParameterChange => {
    const old = before[name];
    return { name, before: old === undefined ? null : leanText(old), after: leanText(value) };
  });
  for (const { name, before: old, after } of changes) {
    if (old !== after) filled = withParameter(filled, name, after);
  }
  return { text: mark + filled, changes };
}

const BYTE_ORDER_MARK = '\uFEFF';

function withParameter(text: string, name: string, value: string): string {
  const added = afterComment(text, name, value);
  if (added !== null) return added;
  const formattingOptions = layoutOf(text);
  return applyEdits(text, modify(text, ['parameters', name], value, { formattingOptions }));
}

/** What may follow the last parameter on its line: a comma, then comments. */
const TAIL = /^[ \t]*(,?)[ \t]*((?:\/\*[^\r\n]*?\*\/[ \t]*)*(?:\/\/[^\r\n]*)?)/;

/**
 * A new parameter below the last one where that has a comment beside it, which jsonc-parser would
 * move to the new one; null where there is no such comment.
 */
function afterComment(text: string, name: string, value: string): string | null {
  const node = findNodeAtLocation(parseTree(text) as Node, ['parameters']);
  const last = node?.children?.at(-1);
  const isKnown = node?.children?.some(({ children }) => children?.[0]?.value === name) === true;
  if (last === undefined || isKnown) return null;
  const end = last.offset + last.length;
  const [tail = '', comma, comment = ''] = TAIL.exec(text.slice(end)) ?? [];
  const line = text.slice(text.lastIndexOf('\n', last.offset) + 1, last.offset);
  if (comment === '' || line.trim() !== '') return null;
  const { eol = '\n' } = layoutOf(text);
  const rest = tail.trimEnd();
  const own = `${eol}${line}${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  return `${text.slice(0, end)}${comma === '' ? ',' : ''}${rest}${own}${text.slice(end + rest.length)}`;
}

function parametersIn(text: string, file: string): ParameterSet {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const refuse = (path: string, found: string) =>
    new InputError(`Cannot fill in "${file}"`, [{ path, wanted: 'an object', found }]);
  if (errors.length > 0 || !isObject(value)) {
    throw refuse('', errors.length > 0 ? 'a text that is no JSON' : 'something else');
  }
  const { parameters = {} } = value;
  if (!isObject(parameters)) throw refuse('parameters', JSON.stringify(parameters));
  return parameters as ParameterSet;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** New lines are written as those that are there. */
function layoutOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '    ';
  const isTab = indent.startsWith('\t');
  return {
    insertSpaces: !isTab,
    tabSize: isTab ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
