import { formatProblem, InputError, type Problem } from '../domain/errors.ts';
import { createSpace, type ParameterDefinition } from '../domain/space.ts';
import type { JobDocument } from './document.ts';
import type { JobContext, ValidFields } from './job-context.ts';
import { onlyLists, spaceOfLists } from './listed-sets.ts';
import { withNumbers, withoutComments } from './loose-values.ts';
import { spaceSchema } from './parameter-schema.ts';
import { parseDocument } from './parse-document.ts';
import { formatPath, parsePath } from './path.ts';
import { pathFrom, readContained } from './read-contained-file.ts';
import type { ResolvedSpace } from './resolved-space.ts';
import { checkSchema } from './schema-problems.ts';

/** The parameters and rules of a job, those of the file it names in place; undefined where faulty. */
export function resolveSpace(input: ValidFields, context: JobContext): ResolvedSpace | undefined {
  const { parameters, rules = [] } = input;
  if (parameters === undefined) return resolveLists(input, context);
  if (typeof parameters === 'string') return resolveFile(parameters, rules, context);
  const space = { parameters: parameters as readonly ParameterDefinition[], rules };
  const problems = spaceProblems(space);
  for (const { path, wanted, found } of problems) {
    context.report(parsePath(path), wanted, found);
  }
  return problems.length === 0 ? space : undefined;
}

/** Without parameters: those that listed sets name. */
function resolveLists({ stages }: ValidFields, context: JobContext): ResolvedSpace | undefined {
  if (stages !== undefined && onlyLists(stages)) return spaceOfLists(stages, context);
  // A parameter or a stage that is wrong has been told.
  const isStageFaulty = context.given('stages') && stages === undefined;
  if (context.given('parameters') || isStageFaulty) return;
  context.report(['parameters'], MISSING, 'nothing');
  return;
}

const MISSING = 'what to search: a list of parameters, or the path of a file with such a list';

function resolveFile(
  name: string,
  rules: readonly string[],
  context: JobContext,
): ResolvedSpace | undefined {
  const read = readContained(name, context.roots);
  if (!read.ok) {
    context.report(['parameters'], read.wanted, `${read.found} (${JSON.stringify(name)})`);
    return;
  }
  const file = pathFrom(context.projectRoot, read.path);
  const result = parseSpace(read.text, read.path, rules);
  if (result.problems.length === 0) return result.space;
  for (const problem of result.problems) {
    context.report(['parameters'], `a parameter space in ${file}`, formatProblem(problem));
  }
  return;
}

interface SpaceReading {
  readonly space?: ResolvedSpace;
  readonly problems: readonly Problem[];
}

function parseSpace(text: string, file: string, moreRules: readonly string[]): SpaceReading {
  const parsed = parseDocument(text, file);
  if (!parsed.ok) return { problems: parsed.problems };
  const { value } = parsed.document;
  // Files of other tools hold numbers as text and comments as keys.
  const loose = withNumbers(withoutComments(value), ['min', 'max', 'step']);
  const checked = checkSchema(spaceSchema, Array.isArray(loose) ? { parameters: loose } : loose);
  if (!checked.ok) {
    return { problems: checked.problems.map((problem) => placed(problem, parsed.document)) };
  }
  const { parameters, rules = [] } = checked.data;
  const space = {
    parameters: parameters as readonly ParameterDefinition[],
    rules: [...rules, ...moreRules],
  };
  return { space, problems: spaceProblems(space) };
}

function placed(
  { path, wanted, found }: { path: readonly (string | number)[]; wanted: string; found: string },
  document: JobDocument,
): Problem {
  const line = document.lineOf(path);
  return { path: formatPath(path), wanted, found, ...(line === undefined ? {} : { line }) };
}

function spaceProblems({ parameters, rules }: ResolvedSpace): readonly Problem[] {
  try {
    createSpace(parameters, rules);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
