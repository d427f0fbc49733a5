/** What a strategy's sources say of themselves. */
export interface SourceFacts {
  /** Names of the algorithms that could be run, in the order of the sources. */
  readonly classes: readonly string[];
  /** Names of the parameters that are asked for, as far as they are written out. */
  readonly parameters: readonly string[];
  /** Whether all of them are. */
  readonly namesAll: boolean;
}

interface ClassDeclaration {
  readonly name: string;
  readonly bases: readonly string[];
  readonly canRun: boolean;
}

const ALGORITHM = 'QCAlgorithm';

/** Reads C# for the classes that derive from QCAlgorithm, directly or by way of others. */
export function readCSharp(sources: readonly string[]): SourceFacts {
  const texts = sources.map(withoutComments);
  const classes = mergeParts(texts.flatMap((text) => declarations(blankStrings(text))));
  const derived = algorithmsAmong(classes);
  const runnable = derived.filter(({ canRun }) => canRun);
  const bases = new Set(runnable.flatMap(({ bases: own }) => own));
  // A class that others build on is meant where nothing is built on it alone.
  const leaves = runnable.filter(({ name }) => !bases.has(name));
  return {
    classes: leaves.map(({ name }) => name),
    ...namesIn(texts, READS, /\bGetParameters\s*\(/),
  };
}

/** Comments become spaces, strings stay; a line feed stays a line feed. */
function withoutComments(source: string): string {
  return source.replace(TOKENS, (token) =>
    token.startsWith('//') || token.startsWith('/*') ? token.replace(/[^\n]/g, ' ') : token,
  );
}

const TOKENS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|@\$?"(?:[^"]|"")*"|\$@"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g;

function blankStrings(text: string): string {
  return text.replace(TOKENS, (token) => token.replace(/[^\n]/g, ' '));
}

const DECLARATION =
  /((?:\b(?:public|internal|private|protected|sealed|abstract|static|partial|file|unsafe|new)\s+)*)\bclass\s+(\w+)\s*(<[^>{;]*>)?\s*(?:\([^{;]*?\)\s*)?(?::\s*([^{;]+))?[{;]/g;

function declarations(text: string): ClassDeclaration[] {
  return [...text.matchAll(DECLARATION)].map(([, modifiers = '', name = '', generic, bases]) => ({
    name,
    bases: baseNames(bases ?? ''),
    canRun: generic === undefined && !/\b(abstract|static)\b/.test(modifiers),
  }));
}

/** `QuantConnect.Algorithm.Base<T>(x), IThing where T : new()` → `Base`, `IThing`. */
function baseNames(list: string): string[] {
  const [plain = ''] = list.split(/\bwhere\b/);
  let before = '';
  let names = plain;
  while (names !== before) {
    before = names;
    names = names.replace(/<[^<>]*>/g, '').replace(/\([^()]*\)/g, '');
  }
  return names
    .split(',')
    .map((name) => name.trim().replace(/^.*[.:]/, ''))
    .filter((name) => name !== '');
}

/** The parts of a partial class are one class: any of them may name its base. */
function mergeParts(classes: readonly ClassDeclaration[]): ClassDeclaration[] {
  const merged = new Map<string, ClassDeclaration>();
  for (const part of classes) {
    const other = merged.get(part.name);
    merged.set(part.name, {
      name: part.name,
      bases: [...(other?.bases ?? []), ...part.bases],
      canRun: part.canRun && (other?.canRun ?? true),
    });
  }
  return [...merged.values()];
}

function algorithmsAmong(classes: readonly ClassDeclaration[]): ClassDeclaration[] {
  const found = new Set([ALGORITHM]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const { name, bases } of classes) {
      if (bases.some((base) => found.has(base))) found.add(name);
    }
  }
  return classes.filter(({ name }) => name !== ALGORITHM && found.has(name));
}

/** Named in full: `GetParameter("x")`, `GetParameter<int>("x", 1)`, `[Parameter("x")]`. */
const READS =
  /\bGetParameter\s*(?:<[^>]*>)?\s*\(\s*(?:"([^"\\]*)")?|\[\s*Parameter\s*\(\s*"([^"\\]*)"/g;

/**
 * @param reads finds each asking, with the name in one of its two groups where it is written out
 * @param all finds an asking for all there are
 */
export function namesIn(
  texts: readonly string[],
  reads: RegExp,
  all: RegExp,
): Pick<SourceFacts, 'parameters' | 'namesAll'> {
  const names = new Set<string>();
  let namesAll = true;
  for (const text of texts) {
    for (const [, one, other] of text.matchAll(reads)) {
      const name = one ?? other;
      if (name === undefined) namesAll = false;
      else names.add(name);
    }
    if (all.test(text)) namesAll = false;
  }
  return { parameters: [...names].sort(), namesAll };
}
