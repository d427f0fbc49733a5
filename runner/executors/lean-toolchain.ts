import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { Fingerprints } from './fingerprint.ts';
import { localPython } from './lean-python.ts';

/** A project to build, all paths those of this machine. */
export interface Build {
  readonly project: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Folders that it reads. */
  readonly reads: readonly string[];
  readonly output: string;
  /** For intermediate files. */
  readonly scratch: string;
}

export interface BuildResult {
  readonly ok: boolean;
  readonly output: string;
}

/** A LEAN, and the .NET SDK that builds against it. */
export interface LeanToolchain {
  /** Tells one LEAN from another: what is built against it is built again for each. */
  readonly version: string;
  /** Such as `net10.0`. */
  readonly framework: string;
  /** Folder with LEAN's assemblies, where it is called so by the build and by harnesses. */
  readonly leanFolder: string;
  build(build: Build): Promise<BuildResult>;
  /**
   * The library that runs strategies in Python.
   * @throws InputError where there is none
   */
  python(): string;
}

/** What decides that a folder holds a LEAN. */
const ENGINE = 'QuantConnect.Lean.Engine.dll';

/**
 * A LEAN built on this machine, with the SDK of this machine.
 * @throws InputError where the folder holds none
 */
export async function localToolchain(
  leanFolder: string | undefined,
  fingerprints: Fingerprints,
): Promise<LeanToolchain> {
  const folder = leanFolder === undefined ? '' : resolve(leanFolder);
  if (folder === '' || !existsSync(join(folder, ENGINE))) {
    throw new InputError('Cannot find LEAN', [
      {
        path: 'executor.lean',
        wanted: `a folder with ${ENGINE}, here or as LEAN_PATH`,
        found: leanFolder === undefined ? 'nothing' : `none in "${leanFolder}"`,
      },
    ]);
  }
  const assemblies = readdirSync(folder)
    .filter((name) => /^QuantConnect\..*\.dll$/.test(name))
    .map((name) => join(folder, name));
  return {
    version: await fingerprints.hash(assemblies, folder),
    framework: frameworkOf(folder),
    leanFolder: folder,
    build: (build) => dotnet(buildArguments(build)),
    python: () => localPython(process.env),
  };
}

/** What LEAN's launcher was built for says what goes with it. */
function frameworkOf(folder: string): string {
  try {
    const file = join(folder, 'QuantConnect.Lean.Launcher.runtimeconfig.json');
    const { runtimeOptions } = JSON.parse(readFileSync(file, 'utf8'));
    return String(runtimeOptions.tfm ?? 'net10.0');
  } catch {
    return 'net10.0';
  }
}

/** The arguments of `dotnet`. */
export function buildArguments({ project, properties, output }: Build): string[] {
  return [
    'build',
    project,
    '-c',
    'Release',
    '-o',
    output,
    '--nologo',
    // No server outlives the build, and no colours or progress stand in its output.
    '--disable-build-servers',
    '-clp:NoSummary',
    ...Object.entries(properties).map(([name, value]) => `-p:${name}=${value}`),
  ];
}

export const DOTNET_ENVIRONMENT = {
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
  DOTNET_CLI_UI_LANGUAGE: 'en',
};

/** @throws InputError where there is no SDK */
export async function dotnetVersion(): Promise<string> {
  const { ok, output } = await dotnet(['--version']);
  if (!ok) throw new Error(output.trim() || 'dotnet does not tell its version');
  return output.trim();
}

async function dotnet(args: readonly string[]): Promise<BuildResult> {
  const child = spawn('dotnet', args, {
    env: { ...process.env, ...DOTNET_ENVIRONMENT },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) =>
      reject(
        new InputError(
          'Cannot compile for LEAN',
          [{ path: '', wanted: 'the .NET SDK (the program dotnet)', found: error.message }],
          { cause: error },
        ),
      ),
    );
    child.once('close', resolve);
  });
  return { ok: code === 0, output };
}
