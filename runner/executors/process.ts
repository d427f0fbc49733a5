import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { BacktestSetup, Check, Executor, ExecutorContext } from '../domain/executor.ts';
import { createBoundedLog } from './bounded-log.ts';
import { leanStations, visit } from './diagnose.ts';
import { createEmbeddedProgram } from './embedded-program.ts';
import { createFingerprints, type Fingerprints } from './fingerprint.ts';
import { createHarnessExecutor } from './harness-executor.ts';
import { harnessOptions } from './harness-options.ts';
import { createLeanProgram, type LeanSite } from './lean-program.ts';
import { PYTHON_LIBRARY } from './lean-python.ts';
import { dotnetVersion, localToolchain } from './lean-toolchain.ts';
import { createProcessLauncher } from './process-launcher.ts';

const options = z
  .strictObject({
    lean: z
      .string()
      .min(1)
      .optional()
      .describe('Folder with the assemblies of a LEAN that was built here (default: LEAN_PATH)'),
    scratch: z
      .string()
      .min(1)
      .optional()
      .describe('Folder for what LEAN writes while it runs (default: RESULTS_SCRATCH_PATH)'),
    ...harnessOptions,
  })
  .describe('Backtests in harness processes on this machine that stay warm');

export type ProcessOptions = z.infer<typeof options>;

/** Backtests in warm harness processes on this machine: LEAN built locally, or the embedded engine. */
export const processExecutor = {
  options,
  engines: ['lean', 'embedded'],
  environment: { LEAN_PATH: 'lean', RESULTS_SCRATCH_PATH: 'scratch' },
  reaches: { command: 'program', lean: 'path', scratch: 'path', config: 'path' },
  create: createProcessExecutor,
  diagnose,
} as const;

function createProcessExecutor(context: ExecutorContext<ProcessOptions>): Executor {
  const { projectRoot, slots, memoryLimitMb } = context;
  const cacheFolder = context.cacheFolder ?? join(projectRoot, '.leantune');
  const log = createBoundedLog((text) => context.log?.(text));
  const fingerprints = createFingerprints(join(cacheFolder, 'fingerprints.json'));
  const shared = { projectRoot, memoryLimitMb, cacheFolder, fingerprints, log };
  const { command } = context.options;
  const site = localSite(context, fingerprints);
  return createHarnessExecutor({
    context,
    launcher: createProcessLauncher({ slots, memoryLimitMb, cacheFolder, log }),
    programs: {
      embedded: createEmbeddedProgram({ ...shared, node: process.execPath, command }),
      lean: createLeanProgram({ ...shared, site, options: context.options }),
    },
  });
}

async function* diagnose(
  context: ExecutorContext<ProcessOptions>,
  setup: BacktestSetup,
): AsyncGenerator<Check> {
  const cacheFolder = context.cacheFolder ?? join(context.projectRoot, '.leantune');
  const fingerprints = createFingerprints(join(cacheFolder, 'fingerprints.json'));
  const { toolchain } = localSite(context, fingerprints);
  yield* visit([
    {
      name: '.NET SDK',
      look: dotnetVersion,
      advice: 'install the .NET SDK that your LEAN was built with (https://dot.net), or use Docker',
    },
    {
      name: 'LEAN',
      look: async () => {
        const { leanFolder, framework } = await toolchain();
        return `${leanFolder}, for ${framework}`;
      },
      advice: 'build LEAN and name the folder of its QuantConnect.*.dll: LEAN_PATH, or "lean"',
    },
    ...leanStations({
      cacheFolder,
      setup,
      toolchain,
      create: () => createProcessExecutor({ ...context, slots: 1 }),
    }),
  ]);
}

/** What a .NET program needs of this process's environment; the rest may hold secrets. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'DOTNET_ROOT',
  'LD_LIBRARY_PATH',
  'HARNESS_DEBUG',
  // Where LEAN finds Python, for strategies in it.
  PYTHON_LIBRARY,
  'PYTHONHOME',
];

function localSite(
  { options: { lean, scratch }, projectRoot }: ExecutorContext<ProcessOptions>,
  fingerprints: Fingerprints,
): LeanSite {
  const folder = lean === undefined ? undefined : resolve(projectRoot, lean);
  const scratchFolder = scratch === undefined ? undefined : resolve(projectRoot, scratch);
  if (scratchFolder !== undefined) mkdirSync(scratchFolder, { recursive: true });
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    toolchain: () => localToolchain(folder, fingerprints),
    placeOf: (_what, path) => path,
    environment: {
      ...Object.fromEntries(passed),
      DOTNET_NOLOGO: '1',
      TZ: 'UTC',
      ...(folder !== undefined && { LEAN_PATH: folder }),
      ...(scratchFolder !== undefined && { TMPDIR: scratchFolder }),
    },
  };
}
