import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parse } from 'jsonc-parser';
import { InputError } from '../domain/errors.ts';
import type { ParameterValue } from '../domain/parameter-set.ts';

/** A strategy for LEAN: a folder, as lean-cli makes them, or one file. */
export interface LeanProject {
  /** Absolute path that was named. */
  readonly path: string;
  readonly language: 'CSharp' | 'Python';
  /** Where the paths of errors start. */
  readonly folder: string;
  /** Absolute paths of what is compiled or imported; of a DLL, itself. */
  readonly sources: readonly string[];
  readonly projectFile: string | null;
  /** It is compiled already. */
  readonly isAssembly: boolean;
  /** Parameters of the project's config.json. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Folders of a lean-cli project that hold results, not sources. */
const NO_SOURCES = new Set(['bin', 'obj', 'backtests', 'optimizations', 'live', 'node_modules']);
const MAX_FILES = 2_000;

/** @throws InputError where there is no strategy at the path */
export function readLeanProject(path: string): LeanProject {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!existsSync(path)) return refuse(path, 'a folder or a file of a strategy', 'none');
  return isFolder ? readFolder(path) : readFile(path);
}

function readFile(path: string): LeanProject {
  const folder = dirname(path);
  const kind = extname(path).toLowerCase();
  if (kind === '.csproj') return readFolder(folder, path);
  if (!['.cs', '.py', '.dll'].includes(kind)) {
    return refuse(path, 'a folder, a .csproj, a .cs, a .py or a .dll', `"${basename(path)}"`);
  }
  return {
    path,
    language: kind === '.py' ? 'Python' : 'CSharp',
    folder,
    sources: [path],
    projectFile: null,
    isAssembly: kind === '.dll',
    parameters: {},
  };
}

function readFolder(folder: string, named?: string): LeanProject {
  const config = readConfig(join(folder, 'config.json'));
  const libraries = librariesOf(config, folder);
  const files = [folder, ...libraries].flatMap((one) => sourcesBelow(one));
  const csharp = files.filter((file) => file.endsWith('.cs'));
  const main = join(folder, 'main.py');
  const python = existsSync(main) && csharp.length === 0;
  if (!python && csharp.length === 0) {
    return refuse(folder, 'a folder with .cs files or a main.py', 'neither');
  }
  const projects = readdirSync(folder).filter((name) => name.endsWith('.csproj'));
  const [first] = projects.map((name) => join(folder, name));
  const others = files.filter((file) => file.endsWith('.py') && file !== main);
  return {
    path: folder,
    language: python ? 'Python' : 'CSharp',
    folder,
    sources: python ? [main, ...others] : csharp,
    projectFile: named ?? first ?? null,
    isAssembly: false,
    parameters: (config['parameters'] ?? {}) as LeanProject['parameters'],
  };
}

function readConfig(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  const value: unknown = parse(readFileSync(file, 'utf8'));
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** lean-cli's libraries lie beside the project, below the folder that holds lean.json. */
function librariesOf(config: Readonly<Record<string, unknown>>, folder: string): string[] {
  const listed = Array.isArray(config['libraries']) ? config['libraries'] : [];
  const workspace = workspaceOf(folder);
  return listed
    .map((library: unknown) => (library as { readonly path?: unknown } | null)?.path)
    .filter((path) => typeof path === 'string')
    .map((path) => resolve(workspace, path))
    .filter((path) => existsSync(path));
}

function workspaceOf(folder: string): string {
  for (let above = folder; dirname(above) !== above; above = dirname(above)) {
    if (existsSync(join(above, 'lean.json'))) return above;
  }
  return dirname(folder);
}

function sourcesBelow(folder: string): string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      const isHidden = entry.name.startsWith('.');
      if (entry.isDirectory() && !isHidden && !NO_SOURCES.has(entry.name)) waiting.push(path);
      else if (entry.isFile() && /\.(cs|py)$/.test(entry.name)) found.push(path);
    }
    if (found.length > MAX_FILES) refuse(folder, `at most ${MAX_FILES} source files`, 'more');
  }
  return found.sort();
}

function refuse(path: string, wanted: string, found: string): never {
  throw new InputError(`Cannot read strategy "${path}"`, [{ path: 'strategy', wanted, found }]);
}
