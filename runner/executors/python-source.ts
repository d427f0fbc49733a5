import { namesIn, type SourceFacts } from './csharp-source.ts';

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
  return {
    classes: leaves.map(({ name }) => name),
    ...namesIn(texts, READS, /\bget_parameters\s*\(/),
  };
}

function withoutComments(source: string): string {
  const tokens = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;
  return source.replace(tokens, (token) =>
    /^(#|"""|''')/.test(token) ? token.replace(/[^\n]/g, ' ') : token,
  );
}

const READS = /\b(?:get_parameter|GetParameter)\s*\(\s*(?:(?:"([^"]*)"|'([^']*)'))?/g;
