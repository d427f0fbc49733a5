import type { SourceFacts } from './csharp-source.ts';

/** Reads Python for the classes that derive from QCAlgorithm, directly or by way of others. */
export function readPython(sources: readonly string[]): SourceFacts {
  const texts = sources.map(withoutComments);
  const classes = texts.flatMap((text) =>
    [...text.matchAll(/^class\s+(\w+)\s*\(([^)]*)\)\s*:/gm)].map(([, name = '', bases = '']) => ({
      name,
      bases: bases.split(',').map((base) => base.trim().replace(/^.*\./, '')),
    })),
  );
  const found = new Set(['QCAlgorithm']);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const { name, bases } of classes) {
      if (bases.some((base) => found.has(base))) found.add(name);
    }
  }
  const bases = new Set(classes.flatMap((one) => one.bases));
  const leaves = classes.filter(({ name }) => found.has(name) && !bases.has(name));
  return { classes: leaves.map(({ name }) => name), parameters: parametersIn(texts) };
}

function withoutComments(source: string): string {
  const tokens = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;
  return source.replace(tokens, (token) =>
    /^(#|"""|''')/.test(token) ? token.replace(/[^\n]/g, ' ') : token,
  );
}

const READS = /\b(?:get_parameter|GetParameter)\s*\(\s*(?:(?:"([^"]*)"|'([^']*)'))?/g;

function parametersIn(texts: readonly string[]): readonly string[] | null {
  const names = new Set<string>();
  for (const text of texts) {
    for (const [, double, single] of text.matchAll(READS)) {
      const name = double ?? single;
      if (name === undefined) return null;
      names.add(name);
    }
    if (/\bget_parameters\s*\(/.test(text)) return null;
  }
  return [...names].sort();
}
