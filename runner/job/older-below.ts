import { mergeOver } from './layers.ts';
import { formatPath, type Path } from './path.ts';
import {
  asIs,
  type Fields,
  type OlderProblem,
  type Origin,
  type Translation,
} from './translation.ts';

/** The file that another one names under a key. */
export interface NamedFile {
  readonly key: string;
  readonly file: string;
}

/**
 * A file that another one names, with what that one says itself over it.
 * @param own the other's fields in the words of a job
 */
export function below(own: Fields, inner: Translation, named: NamedFile): Translation {
  const within = ({ path, within: deeper }: Origin): Origin => {
    const place = `${formatPath(path)} in ${named.file}`;
    return { path: [named.key], within: deeper === undefined ? place : `${deeper}, ${place}` };
  };
  const fields = mergeOver(inner.fields, own);
  return {
    ...inner,
    fields,
    problems: inner.problems.map((problem): OlderProblem => ({ ...problem, ...within(problem) })),
    origin(path: Path) {
      const [first] = path;
      const isOwn = first === undefined || own[first] !== undefined;
      // What nobody states is told as the user may state it here.
      return isOwn || fields[first] === undefined ? { path } : within(inner.origin(path));
    },
  };
}

/** The same where the named file cannot be used. */
export function blocked(problem: OlderProblem): Translation {
  return { ...asIs({}), problems: [problem], blocked: true };
}
