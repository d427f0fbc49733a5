import { extname } from 'node:path';
import type { Problem } from '../domain/errors.ts';
import { MAX_FILE_BYTES, type Parsed } from './document.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';

/** What a job file may end in, without the dot. */
const JOB_EXTENSIONS = ['json', 'jsonc', 'yaml', 'yml'] as const;

const PARSERS: Readonly<Record<string, (text: string) => Parsed>> = {
  json: parseJson,
  jsonc: parseJson,
  yaml: parseYaml,
  yml: parseYaml,
} satisfies Record<(typeof JOB_EXTENSIONS)[number], (text: string) => Parsed>;

/** Text of a job, space or defaults file → its value; the extension tells the format. Never throws. */
export function parseDocument(text: string, file: string): Parsed {
  const extension = extname(file).slice(1).toLowerCase();
  const parse = Object.hasOwn(PARSERS, extension) ? PARSERS[extension] : undefined;
  if (parse === undefined) {
    const wanted = `a file that ends in ${JOB_EXTENSIONS.map((name) => `.${name}`).join(', ')}`;
    return refuse({ path: '', wanted, found: extension === '' ? 'no ending' : `.${extension}` });
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_FILE_BYTES) {
    const wanted = `at most ${MAX_FILE_BYTES} bytes`;
    return refuse({ path: '', wanted, found: `${bytes} bytes` });
  }
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (content.trim() === '') return refuse(EMPTY);
  const parsed = parse(content);
  return parsed.ok && parsed.document.value === null ? refuse(EMPTY) : parsed;
}

const EMPTY: Problem = { path: '', wanted: 'an object', found: 'an empty file' };

function refuse(problem: Problem): Parsed {
  return { ok: false, problems: [problem] };
}
