import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { InputError, type Problem } from '../domain/errors.ts';
import { type ArtifactCache, keyOf } from './artifact-cache.ts';
import { errorLines } from './build-harness.ts';
import type { Fingerprints } from './fingerprint.ts';
import type { LeanProject } from './lean-project.ts';
import type { LeanToolchain } from './lean-toolchain.ts';
import { projectText } from './project-file.ts';

export interface CompileOptions {
  readonly toolchain: LeanToolchain;
  readonly cache: ArtifactCache;
  readonly fingerprints: Fingerprints;
  readonly harnessVersion: string;
  /** Takes what was compiled last, whatever its sources say now. */
  readonly skip: boolean;
}

/** A folder of the cache says what is in it. */
const NOTE = 'artifact.json';

/**
 * Compiles a strategy in C# for a LEAN, once for the same sources, project file, LEAN and harness.
 * There is no .pdb beside the DLL: with one, LEAN would load the assembly anew for every backtest.
 * @returns the path of the DLL, whose name no other strategy's has
 * @throws InputError with file and line of every error
 */
export async function compileStrategy(
  project: LeanProject,
  options: CompileOptions,
): Promise<string> {
  const { toolchain, cache, fingerprints, harnessVersion, skip } = options;
  if (skip) return compiledLast(project, cache.folder);
  const files = [
    ...project.sources,
    ...(project.projectFile === null ? [] : [project.projectFile]),
  ];
  const sources = await fingerprints.hash(files, project.folder);
  const { version, framework } = toolchain;
  const key = keyOf(sources, version, framework, harnessVersion);
  const name = `Strategy_${key}`;
  const folder = await cache.get(key, async (output) => {
    await compile(project, { toolchain, name, output });
    const note = { v: 1, strategy: project.path, name, lean: version, framework };
    await writeFile(join(output, NOTE), `${JSON.stringify(note, null, 2)}\n`);
  });
  return join(folder, `${name}.dll`);
}

async function compile(
  project: LeanProject,
  {
    toolchain,
    name,
    output,
  }: { readonly toolchain: LeanToolchain; readonly name: string; readonly output: string },
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'leantune-compile-'));
  try {
    const file = join(scratch, `${name}.csproj`);
    await writeFile(file, projectText(project, { name, toolchain }));
    const { folder, sources } = project;
    const reads = [
      folder,
      ...sources.filter((source) => relative(folder, source).startsWith('..')),
    ];
    const built = await toolchain.build({ project: file, properties: {}, reads, output, scratch });
    if (!built.ok)
      throw new InputError('Cannot compile the strategy', problemsIn(built.output, project));
    // What the build leaves beside the assembly is of no use to LEAN.
    await rm(join(output, `${name}.pdb`), { force: true });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const ERROR = /^\s*(.+?)\((\d+),(\d+)(?:,\d+,\d+)?\): error (\w+): (.*?)(?: \[[^\]]*\])?$/;

/** What the compiler says, as problems with file and line. */
function problemsIn(said: string, { folder }: LeanProject): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const text of said.split('\n')) {
    const match = ERROR.exec(text);
    if (match === null) continue;
    const [, file = '', line, column, code, message] = match;
    const path = relative(folder, file);
    const found = `${code}: ${message} (column ${column})`;
    problems.set(`${path} ${line} ${found}`, {
      path,
      line: Number(line),
      wanted: 'C# that compiles',
      found,
    });
  }
  if (problems.size > 0) return [...problems.values()].slice(0, 50);
  return [{ path: 'strategy', wanted: 'C# that compiles', found: errorLines(said) }];
}

function compiledLast({ path }: LeanProject, folder: string): string {
  const notes = (existsSync(folder) ? readdirSync(folder) : [])
    .map((name) => join(folder, name, NOTE))
    .filter((file) => existsSync(file))
    .map((file) => ({ file, at: statSync(file).mtimeMs, note: readNote(file) }))
    .filter(({ note }) => note.strategy === path)
    .sort((one, other) => other.at - one.at);
  const [newest] = notes;
  if (newest !== undefined) return join(newest.file, '..', `${newest.note.name}.dll`);
  throw new InputError('Cannot skip compiling', [
    { path: 'strategy', wanted: 'what an earlier run compiled', found: `nothing of "${path}"` },
  ]);
}

function readNote(file: string): { readonly strategy?: string; readonly name?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
