import { extname } from 'node:path';
import { applyEdits, modify, type ParseError, parse as parseJsonc } from 'jsonc-parser';
import { parse as parseYaml, stringify as yamlText } from 'yaml';
import { InputError } from '../domain/errors.ts';
import { leanText } from '../domain/lean-text.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { parametersIn } from '../domain/parameters-in.ts';
import type { PromotedDocument } from './promoted-document.ts';

/** A shape in which parameters go live. */
interface LiveFormat {
  /** @param current the file as it is; null where there is none */
  render(promoted: PromotedDocument, current: string | null): string;
  /** @throws where the text is not of the format */
  parse(text: string): unknown;
}

export const liveFormats = {
  yaml: {
    render: (promoted) => yamlText(promoted, { sortMapEntries: true, lineWidth: 0 }),
    parse: (text) => parseYaml(text),
  },
  json: {
    render: (promoted) => `${JSON.stringify(sorted(promoted), null, 2)}\n`,
    parse: parseJson,
  },
  /** `config.json` of LEAN or of a lean-cli project: its `parameters` in place, all else untouched. */
  lean: { render: renderLean, parse: parseJson },
} satisfies Record<string, LiveFormat>;

export type LiveFormatName = keyof typeof liveFormats;

const BY_ENDING: Readonly<Record<string, LiveFormatName>> = {
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.json': 'json',
  '.jsonc': 'json',
};

/**
 * The format of a live file: as its ending says, but LEAN's where a JSON file is one of LEAN's.
 * @throws InputError where neither tells
 */
export function formatOf(file: string, current: string | null): LiveFormatName {
  const format = BY_ENDING[extname(file).toLowerCase()];
  if (format === undefined) {
    const found = extname(file) === '' ? 'no ending' : `"${extname(file)}"`;
    throw new InputError(`Cannot promote to "${file}"`, [
      { path: '--to', wanted: 'a file that ends in .yaml, .yml or .json, or --format', found },
    ]);
  }
  return format === 'json' && current !== null && isLean(current) ? 'lean' : format;
}

/** Keys by which a JSON file is one of LEAN's or of lean-cli's. */
const LEAN_KEYS = [
  'algorithm-language',
  'algorithm-type-name',
  'algorithm-location',
  'environments',
  'local-id',
  'cloud-id',
  'lean-engine',
  'lean-image',
];

function isLean(text: string): boolean {
  const value: unknown = parseJsonc(text.replace(/^\uFEFF/, ''), [], LOOSE);
  return typeof value === 'object' && value !== null && LEAN_KEYS.some((key) => key in value);
}

/** LEAN's own config.json has comments and a comma too many here and there. */
const LOOSE = { allowTrailingComma: true };

function parseJson(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text.replace(/^\uFEFF/, ''), errors, LOOSE);
  if (errors.length > 0) throw new SyntaxError(`not JSON, from offset ${errors[0]?.offset} on`);
  return value;
}

/** LEAN reads parameters as text. Those that the set does not have stay as they are. */
function renderLean(promoted: PromotedDocument, current: string | null): string {
  const set = parametersIn(promoted) ?? {};
  const mark = current?.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  let text = (current ?? '{}\n').slice(mark.length);
  parseJson(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const formattingOptions = { insertSpaces: true, tabSize: indentOf(text), eol };
  for (const [name, value] of Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const edits = modify(text, ['parameters', name], leanText(value), { formattingOptions });
    text = applyEdits(text, edits);
  }
  return mark + text;
}

const BYTE_ORDER_MARK = '\uFEFF';

function indentOf(text: string): number {
  return /\n( +)\S/.exec(text)?.[1]?.length ?? 2;
}

/** The parameters that a live file holds; null where it cannot be read or holds none. */
export function parametersOf(text: string, format: LiveFormatName): ParameterSet | null {
  try {
    return parametersIn(liveFormats[format].parse(text));
  } catch {
    return null;
  }
}

/** The same value with the keys of all its objects in order; JSON knows infinities as text alone. */
function sorted(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
