import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../domain/errors.ts';
import { readCSharp, type SourceFacts } from './csharp-source.ts';
import type { LeanProject } from './lean-project.ts';
import { readPython } from './python-source.ts';

/** What a request says of a strategy for LEAN, but for where it lies. */
export interface LeanStrategy {
  readonly typeName: string;
  /** Names that its sources ask for, as far as they are written out. */
  readonly parameters: readonly string[];
  /** Whether all of them are. */
  readonly namesAll: boolean;
}

/**
 * Finds the class to run.
 * @param named by the job, where the sources have several
 * @throws InputError where there is none, or several and none is named
 */
export function findStrategy(project: LeanProject, named: string | undefined): LeanStrategy {
  if (project.isAssembly) {
    return { typeName: named ?? basename(project.path, '.dll'), parameters: [], namesAll: false };
  }
  const texts = project.sources.map((file) => readFileSync(file, 'utf8'));
  const facts = project.language === 'CSharp' ? readCSharp(texts) : readPython(texts);
  const { parameters, namesAll } = facts;
  return { typeName: named ?? onlyClass(project, facts), parameters, namesAll };
}

function onlyClass({ path, language, sources }: LeanProject, { classes }: SourceFacts): string {
  const [first, ...more] = classes;
  if (first !== undefined && more.length === 0) return first;
  const base = language === 'CSharp' ? 'class … : QCAlgorithm' : 'class …(QCAlgorithm)';
  throw new InputError(`Cannot read strategy "${path}"`, [
    first === undefined
      ? {
          path: 'strategy',
          wanted: `a "${base}" that can be run`,
          found: `none in ${sources.length} files`,
        }
      : {
          path: 'executor.class_name',
          wanted: 'one of the classes named',
          found: classes.join(', '),
        },
  ]);
}
