import { extname } from 'node:path';
import { type ParseError, parse as parseJsonc } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { InputError } from '../domain/errors.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { parametersIn } from '../domain/parameters-in.ts';
import { withLeanParameters } from '../report/lean-config-text.ts';
import type { PromotedDocument } from './promoted-document.ts';
import { stableYaml } from './stable-yaml.ts';

/** A shape in which parameters go live. */
interface LiveFormat {
  /**
   * @param current the file as it is; null where there is none
   * @throws where the current text is not of the format
   */
  render(promoted: PromotedDocument, current: string | null): string;
  /** @throws where the text is not of the format */
  parse(text: string): unknown;
}

export const liveFormats = {
  yaml: {
    render: (promoted) => stableYaml(promoted),
    parse: (text) => parseYaml(text),
  },
  json: {
    render: (promoted) => `${JSON.stringify(sorted(promoted), null, 2)}\n`,
    parse: parseJson,
  },
  /** `config.json` of LEAN or of a lean-cli project: its `parameters` in place, all else untouched. */
  lean: {
    render: (promoted, current) => leanText(promoted, current ?? '{}\n'),
    parse: parseJson,
  },
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
    throw new InputError(`Cannot tell the format of "${file}"`, [
      { path: '', wanted: 'a file that ends in .yaml, .yml or .json, or --format', found },
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
  const value: unknown = parseJsonc(withoutMark(text), [], LOOSE);
  return typeof value === 'object' && value !== null && LEAN_KEYS.some((key) => key in value);
}

/** LEAN's own config.json has comments and a comma too many here and there. */
const LOOSE = { allowTrailingComma: true };

const BYTE_ORDER_MARK = '\uFEFF';

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function parseJson(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(withoutMark(text), errors, LOOSE);
  if (errors.length > 0) throw new SyntaxError(`not JSON, from offset ${errors[0]?.offset} on`);
  return value;
}

/** Parameters that neither the set nor the job has stay as they are. */
function leanText(promoted: PromotedDocument, current: string): string {
  const set = { ...promoted.fixed_parameters, ...parametersIn(promoted) };
  const body = withoutMark(current);
  const { text } = withLeanParameters(body, inOrder(set), 'config.json');
  return body === current ? text : `${BYTE_ORDER_MARK}${text}`;
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
  const entries = Object.entries(inOrder(value)).map(([key, inner]) => [key, sorted(inner)]);
  return Object.fromEntries(entries);
}

function inOrder<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}
