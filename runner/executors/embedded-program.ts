import { dirname } from 'node:path';
import type { BacktestSetup, Preparation } from '../domain/executor.ts';
import { createDescriber } from './describer.ts';
import { embeddedFields, embeddedKit } from './embedded-kit.ts';
import type { Fingerprints } from './fingerprint.ts';
import type { HarnessKit } from './harness-channel.ts';
import type { HarnessProgram } from './harness-program.ts';
import { strategyPath } from './sandbox-host.ts';

export interface EmbeddedProgramOptions {
  readonly projectRoot: string;
  readonly memoryLimitMb: number;
  readonly cacheFolder: string;
  readonly fingerprints: Fingerprints;
  /** What starts Node where the harness runs. */
  readonly node: string;
  readonly command?: readonly string[] | undefined;
  /** What keeps a container alive there. */
  readonly keepAlive?: readonly string[];
  readonly log: (text: string) => void;
}

/** The embedded engine in harness processes. */
export function createEmbeddedProgram(options: EmbeddedProgramOptions): HarnessProgram {
  const { projectRoot, fingerprints, keepAlive } = options;
  const describer = createDescriber(options);
  /** Grows until all setups can be read by one kit. */
  const readable = new Set<string>();
  const seen = new Map<string, string>();
  let generation = 0;

  const look = async (setup: BacktestSetup, signal: AbortSignal): Promise<Preparation> => {
    const { strategyFiles, dataFiles, ...rest } = await describer.describe(setup, signal);
    const home = dirname(strategyFiles[0] ?? '');
    const strategyHash = await fingerprints.hash(strategyFiles, home);
    const dataHash = await fingerprints.hash(dataFiles, setup.dataFolder);
    return { ...rest, strategyHash, dataHash };
  };

  /** False where a process that read the files before has something else in memory. */
  const isAsBefore = (setup: BacktestSetup, found: Preparation): boolean => {
    const now = { [setup.strategy]: found.strategyHash, [JSON.stringify(setup)]: found.dataHash };
    const changed = Object.entries(now).some(([key, hash]) => (seen.get(key) ?? hash) !== hash);
    for (const [key, hash] of Object.entries(now)) seen.set(key, hash);
    return !changed;
  };

  /** Made anew only where something is new: it looks at every path on the disk. */
  const kits = new Map<string, HarnessKit>();
  const kitNow = (): HarnessKit => {
    const name = `${generation} ${readable.size}`;
    const known = kits.get(name);
    if (known !== undefined) return known;
    const kit = embeddedKit(options, [...readable]);
    const made = { ...kit, key: `${generation} ${kit.key}`, keepAlive };
    kits.set(name, made);
    return made;
  };

  return {
    async ready(setup, signal) {
      let preparation = await look(setup, signal);
      if (!isAsBefore(setup, preparation)) {
        generation++;
        await describer.renew();
        preparation = await look(setup, signal);
      }
      readable.add(setup.dataFolder);
      for (const path of strategyPath(setup.strategy, projectRoot)) readable.add(path);
      return {
        preparation,
        // That of the moment: setups that came later may have added to what must be readable.
        get kit() {
          return kitNow();
        },
        fields: (request) => embeddedFields(setup, request),
        parametersRead: null,
      };
    },
    [Symbol.asyncDispose]: () => describer[Symbol.asyncDispose](),
  };
}
