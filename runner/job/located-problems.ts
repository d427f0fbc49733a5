import { InputError, type Problem } from '../domain/errors.ts';
import { parseDocument } from './parse-document.ts';

/**
 * What was found wrong with a job after it was read, as by an executor that prepares its backtests:
 * the same problems, with the job's name and the lines that they are about.
 */
export function locateProblems(
  error: InputError,
  { file, text }: { readonly file: string; readonly text: string },
): InputError {
  const [why = ''] = error.message.split(':\n');
  const action = `Cannot run job "${file}": ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
  const parsed = parseDocument(text, file);
  const lineOf = (path: string): number | undefined => {
    if (!parsed.ok) return;
    const { value } = parsed.document;
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, path);
    return isThere ? parsed.document.lineOf([path]) : undefined;
  };
  const problems = error.problems.map((problem): Problem => {
    const line = problem.line ?? lineOf(problem.path);
    return line === undefined ? problem : { ...problem, line };
  });
  return new InputError(action, problems, { cause: error });
}
