import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { BacktestSetup, Preparation } from '../domain/executor.ts';
import { createArtifactCache } from './artifact-cache.ts';
import { type BuiltHarness, buildHarness } from './build-harness.ts';
import { compileStrategy } from './compile-strategy.ts';
import { createDescriber } from './describer.ts';
import type { Fingerprints } from './fingerprint.ts';
import type { HarnessKit, Mount } from './harness-channel.ts';
import type { HarnessProgram, ReadySetup } from './harness-program.ts';
import { readLeanConfig } from './lean-config.ts';
import { leanParameters, ownDefaults, type SetupNames } from './lean-parameters.ts';
import { referenceFiles, requireReferenceFiles } from './lean-preflight.ts';
import { type LeanProject, readLeanProject } from './lean-project.ts';
import { findStrategy } from './lean-strategy.ts';
import type { LeanToolchain } from './lean-toolchain.ts';

/** Where LEAN runs, and what things are called there. */
export interface LeanSite {
  /** @throws InputError where there is no LEAN */
  toolchain(): Promise<LeanToolchain>;
  /** The path of one of the three folders where harnesses run. */
  placeOf(what: 'harness' | 'artifacts' | 'data', folder: string): string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The part of an executor's options that is about LEAN's strategies. */
export interface LeanOptions {
  readonly command?: readonly string[] | undefined;
  readonly config?: string | undefined;
  readonly class_name?: string | undefined;
  readonly skip_compile: boolean;
  readonly parameter_names: SetupNames;
}

export interface LeanProgramOptions {
  readonly projectRoot: string;
  readonly memoryLimitMb: number;
  readonly cacheFolder: string;
  readonly fingerprints: Fingerprints;
  readonly site: LeanSite;
  readonly options: LeanOptions;
  readonly log: (text: string) => void;
}

/** LEAN in harness processes: harness and strategies are compiled once, for the LEAN that is there. */
export function createLeanProgram(program: LeanProgramOptions): HarnessProgram {
  return new LeanProgram(program);
}

interface Tools {
  readonly toolchain: LeanToolchain;
  readonly harness: BuiltHarness;
}

class LeanProgram implements HarnessProgram {
  readonly #program: LeanProgramOptions;
  readonly #describer;
  readonly #cache;
  readonly #seen = new Map<string, string>();
  #generation = 0;
  #tools: Promise<Tools> | null = null;

  constructor(program: LeanProgramOptions) {
    this.#program = program;
    this.#describer = createDescriber(program);
    this.#cache = createArtifactCache(join(program.cacheFolder, 'artifacts'));
  }

  async ready(setup: BacktestSetup, signal: AbortSignal): Promise<ReadySetup> {
    const { projectRoot, fingerprints, options } = this.#program;
    const { parameter_names: names } = options;
    requireReferenceFiles(setup.dataFolder);
    const project = readLeanProject(resolve(projectRoot, setup.strategy));
    const { typeName, parameters, namesAll } = findStrategy(project, options.class_name);
    if (project.language === 'Python') (await this.#program.site.toolchain()).python();
    const data = await this.#describeData(setup, { signal, parameters });
    const { harness, toolchain } = await this.#build();
    const { location, folder } = await this.#locate(project, { toolchain, harness });
    const preparation: Preparation = {
      ...data,
      strategyHash: await fingerprints.hash(sourcesOf(project), project.folder),
      defaults: ownDefaults(project.parameters, { setup, names }),
    };
    this.#note(setup, preparation.dataHash);
    const config = this.#config(setup);
    const algorithm = { location, type_name: typeName, language: project.language };
    return {
      preparation,
      kit: this.#kitOf(setup, { harness, folder }),
      parametersRead: namesAll ? parameters : null,
      fields: (request) => ({
        result: 'inline',
        detail: request.detail,
        config,
        algorithm,
        parameters: leanParameters(project.parameters, { setup, names, params: request.params }),
      }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#describer[Symbol.asyncDispose]();
  }

  /** A harness of one's own needs nothing built; its strategies are compiled all the same. */
  #build(): Promise<Tools> {
    const { site, fingerprints, options } = this.#program;
    const build = async (): Promise<Tools> => {
      const toolchain = await site.toolchain();
      const harness =
        options.command === undefined
          ? await buildHarness(toolchain, this.#cache, fingerprints)
          : { folder: '', version: '' };
      return { toolchain, harness };
    };
    const building = this.#tools ?? build();
    this.#tools = building;
    building.catch(() => {
      // Docker may be started, or LEAN built, before the next try.
      this.#tools = null;
    });
    return building;
  }

  /** Where the harness finds what it is to run, and the folder of this machine that holds it. */
  async #locate(project: LeanProject, { toolchain, harness }: Tools) {
    const { fingerprints, options, site } = this.#program;
    const [first = ''] = project.sources;
    // Python and assemblies keep their paths: other files may lie beside them.
    if (project.language === 'Python' || project.isAssembly) {
      return { location: first, folder: { source: project.folder, target: project.folder } };
    }
    const assembly = await compileStrategy(project, {
      toolchain,
      cache: this.#cache,
      fingerprints,
      harnessVersion: harness.version,
      skip: options.skip_compile,
    });
    const source = dirname(assembly);
    const target = site.placeOf('artifacts', source);
    return { location: join(target, basename(assembly)), folder: { source, target } };
  }

  #kitOf(
    setup: BacktestSetup,
    { harness, folder }: { readonly harness: BuiltHarness; readonly folder: Mount },
  ): HarnessKit {
    const { site, options } = this.#program;
    const program = join(site.placeOf('harness', harness.folder), 'LeanHarness.dll');
    const command = options.command ?? ['dotnet', program];
    const mounts: Mount[] = [
      folder,
      { source: setup.dataFolder, target: site.placeOf('data', setup.dataFolder) },
    ];
    if (harness.folder !== '') {
      mounts.push({ source: harness.folder, target: site.placeOf('harness', harness.folder) });
    }
    const { environment } = site;
    return {
      // LEAN keeps what it has read of a data folder as long as its process lives.
      key: JSON.stringify([this.#generation, command, environment, mounts]),
      command,
      environment,
      mounts,
    };
  }

  /** Where data changed since a process may have read them, new processes are needed. */
  #note(setup: BacktestSetup, hash: string): void {
    const key = JSON.stringify([setup.dataFolder, setup.symbol, setup.resolution, setup.dates]);
    const before = this.#seen.get(key) ?? hash;
    if (before !== hash) this.#generation++;
    this.#seen.set(key, hash);
  }

  /**
   * What the embedded engine finds of the symbol's data. A strategy may well know its symbols by
   * itself, or trade what the embedded engine cannot: then a fault is a warning.
   */
  async #describeData(
    setup: BacktestSetup,
    {
      signal,
      parameters,
    }: { readonly signal: AbortSignal; readonly parameters: readonly string[] },
  ): Promise<Omit<Preparation, 'strategyHash' | 'defaults'>> {
    const { fingerprints, options } = this.#program;
    try {
      const found = await this.#describer.describe({ ...setup, engine: 'lean' }, signal);
      const { bars, available, preflight, warnings, dataFiles } = found;
      const dataHash = await fingerprints.hash(dataFiles, setup.dataFolder);
      return { bars, available, preflight, warnings, dataHash };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const asksForSymbol = parameters.includes(options.parameter_names.ticker ?? 'ticker');
      const isMissing = error.problems.some(({ path }) => path === 'symbol' || path === 'start');
      if (asksForSymbol && isMissing && !/currency/.test(error.message)) throw error;
      const files = referenceFiles(setup.dataFolder);
      const dataHash = await fingerprints.hash(files, setup.dataFolder);
      return { bars: 0, available: null, warnings: [error.message], dataHash };
    }
  }

  #config(setup: BacktestSetup): Readonly<Record<string, unknown>> {
    const { options, projectRoot, site } = this.#program;
    const { config } = options;
    const path = config === undefined || isAbsolute(config) ? config : resolve(projectRoot, config);
    return {
      ...(path !== undefined && readLeanConfig(path)),
      'data-folder': site.placeOf('data', setup.dataFolder),
    };
  }
}

function sourcesOf({ sources, projectFile }: LeanProject): string[] {
  return [...sources, ...(projectFile === null ? [] : [projectFile])];
}
