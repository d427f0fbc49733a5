import { applyEdits, type FormattingOptions, modify, type ParseError, parse } from 'jsonc-parser';
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
  const before = parametersIn(text, file);
  const formattingOptions = layoutOf(text);
  let filled = text;
  const changes = Object.entries(set).map(([name, value]): ParameterChange => {
    const after = leanText(value);
    const old = before[name];
    const edits = modify(filled, ['parameters', name], after, { formattingOptions });
    if (old === undefined || leanText(old) !== after) filled = applyEdits(filled, edits);
    return { name, before: old === undefined ? null : leanText(old), after };
  });
  return { text: filled, changes };
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
