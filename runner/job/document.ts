import type { Problem } from '../domain/errors.ts';
import { formatPath, type Path } from './path.ts';

/** A parsed file: its value, and where in the text each part of it stands. */
export interface JobDocument {
  readonly value: unknown;
  /** Line of the value at a path, counted from 1; of the nearest value around it where it is absent. */
  lineOf(path: Path): number | undefined;
}

export type Parsed =
  | { readonly ok: true; readonly document: JobDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Guards against files made to exhaust memory or stack; a job needs a fraction of each. */
export const MAX_FILE_BYTES = 1_000_000;
export const MAX_DEPTH = 64;
export const MAX_VALUES = 100_000;

/** A document's structure as the checks below see it, whatever the format. */
export type Structure =
  | { readonly kind: 'map'; readonly line: number; readonly entries: Iterable<StructureEntry> }
  | { readonly kind: 'list'; readonly line: number; readonly items: Iterable<Structure> }
  | { readonly kind: 'scalar'; readonly line: number; readonly value: unknown };

export interface StructureEntry {
  readonly key: string;
  readonly line: number;
  readonly value: Structure;
}

/**
 * Refuses what parses but must not be used: too deep, too many values, keys that repeat, numbers
 * that are none, and `__proto__`, which would change what every object of the job inherits.
 */
export function structureProblems(root: Structure): Problem[] {
  const problems: Problem[] = [];
  let values = 0;
  const report = (path: Path, line: number, wanted: string, found: string) =>
    problems.push({ path: formatPath(path), line, wanted, found });

  const visitMap = (node: Structure & { kind: 'map' }, path: Path) => {
    const seen = new Map<string, number>();
    for (const { key, line, value } of node.entries) {
      const first = seen.get(key);
      if (key === '__proto__') report(path, line, 'keys of a job', 'the key "__proto__"');
      else if (first !== undefined)
        report([...path, key], line, 'each key once', `it a second time, after line ${first}`);
      seen.set(key, line);
      visit(value, [...path, key]);
    }
  };
  const visit = (node: Structure, path: Path): void => {
    if (++values > MAX_VALUES || path.length > MAX_DEPTH) return;
    if (path.length === MAX_DEPTH) {
      report(path.slice(0, 3), node.line, `at most ${MAX_DEPTH} levels`, 'deeper nesting');
    } else if (node.kind === 'map') visitMap(node, path);
    else if (node.kind === 'list') {
      let index = 0;
      for (const item of node.items) visit(item, [...path, index++]);
    } else if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
      report(path, node.line, 'a finite number', String(node.value));
    }
  };

  visit(root, []);
  if (values > MAX_VALUES) {
    return [{ path: '', wanted: `at most ${MAX_VALUES} values`, found: 'more' }];
  }
  return problems;
}
