import { applyEdits, modify } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import type { Path } from './path.ts';

/** A value to put at a path of a file. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
}

const YAML = /\.ya?ml$/i;

/** The text of a job file with other values, its comments and its layout kept. */
export function editDocument(text: string, file: string, changes: readonly Change[]): string {
  return YAML.test(file) ? editYaml(text, changes) : editJson(text, changes);
}

function editJson(text: string, changes: readonly Change[]): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
  let edited = text;
  for (const { path, value } of changes) {
    edited = applyEdits(edited, modify(edited, [...path], value, { formattingOptions }));
  }
  return edited;
}

function editYaml(text: string, changes: readonly Change[]): string {
  const document = parseDocument(text);
  for (const { path, value } of changes) document.setIn(path, value);
  return document.toString();
}
