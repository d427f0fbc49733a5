import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { BacktestSetup, Check, Executor } from '../domain/executor.ts';
import { createArtifactCache } from './artifact-cache.ts';
import { buildHarness } from './build-harness.ts';
import { createFingerprints } from './fingerprint.ts';
import { requireReferenceFiles } from './lean-preflight.ts';
import type { LeanToolchain } from './lean-toolchain.ts';

/** One thing to look at: what was found, or an error that says what is wrong. */
export interface Station {
  readonly name: string;
  look(): Promise<string>;
  /** What to do where it is not right. */
  readonly advice: string;
}

/** Looks at each in turn. After the first that is not right the others cannot be looked at. */
export async function* visit(stations: readonly Station[]): AsyncGenerator<Check> {
  let broken: string | null = null;
  for (const { name, look, advice } of stations) {
    if (broken !== null) {
      yield { name, ok: null, found: `not looked at: ${broken} comes first` };
      continue;
    }
    try {
      yield { name, ok: true, found: await look() };
    } catch (error) {
      broken = name;
      yield { name, ok: false, found: (error as Error).message, advice };
    }
  }
}

export interface LeanStations {
  readonly cacheFolder: string;
  readonly setup: BacktestSetup;
  toolchain(): Promise<LeanToolchain>;
  create(): Executor;
}

/** What every executor that runs LEAN needs, whatever it runs it in. */
export function leanStations(options: LeanStations): Station[] {
  const { cacheFolder, setup } = options;
  return [
    {
      name: 'data folder',
      look: async () => lookAtData(setup),
      advice: 'name a folder in LEAN’s data layout: --data, "data" in the job, LEAN_DATA_HOST_PATH',
    },
    {
      name: 'reference files',
      look: async () => {
        requireReferenceFiles(setup.dataFolder);
        return 'market hours and symbol properties';
      },
      advice: 'copy market-hours/ and symbol-properties/ from the Data folder of LEAN’s repository',
    },
    {
      name: 'harness build',
      look: async () => {
        const fingerprints = createFingerprints(join(cacheFolder, 'fingerprints.json'));
        const cache = createArtifactCache(join(cacheFolder, 'artifacts'));
        const { folder } = await buildHarness(await options.toolchain(), cache, fingerprints);
        return folder;
      },
      advice: 'what the compiler says stands above; a LEAN of 2025 or newer is needed',
    },
    {
      name: 'Python',
      look: async () => pythonText(await options.toolchain()),
      advice: 'name the library of Python: PYTHONNET_PYDLL',
    },
    {
      name: 'one backtest',
      look: () => backtestOnce(options),
      advice: 'HARNESS_DEBUG=1 shows what LEAN says; runs/ID/log.jsonl has it for runs',
    },
  ];
}

/** Strategies in C# need none, so its absence is no fault. */
function pythonText(toolchain: LeanToolchain): string {
  try {
    return toolchain.python();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const wanted = error.problems.map((problem) => problem.wanted).join(', ');
    return `none, which is no fault for C#; strategies in Python want ${wanted}`;
  }
}

function lookAtData({ dataFolder, symbol }: BacktestSetup): string {
  if (!existsSync(dataFolder)) throw new Error(`There is no folder "${dataFolder}"`);
  if (symbol === '') throw new Error(`There are no daily bars of equities in "${dataFolder}"`);
  return `${dataFolder}, with ${symbol}`;
}

async function backtestOnce({ create, setup }: LeanStations): Promise<string> {
  await using executor = create();
  await executor.start();
  const { bars } = await executor.prepare(setup);
  const request = { id: 1, setup, params: {}, detail: 'metrics' } as const;
  const startedAt = performance.now();
  for await (const outcome of executor.evaluate([request], new AbortController().signal)) {
    if (outcome.status !== 'complete') throw new Error(outcome.error);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    const profit = outcome.metrics['net_pnl']?.toFixed(2);
    return `${setup.strategy} on ${bars} bars of ${setup.symbol}: ${profit} %, ${seconds} s`;
  }
  throw new Error('The executor gave no outcome');
}
