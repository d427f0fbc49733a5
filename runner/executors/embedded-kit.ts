import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BacktestRequest, BacktestSetup } from '../domain/executor.ts';
import type { HarnessKit } from './harness-channel.ts';
import { confinedArguments } from './sandbox-arguments.ts';

/** The embedded engine as a program that speaks the harness's protocol. */
const PROGRAM = fileURLToPath(
  new URL('../../harness/embedded/protocol/protocol-main.ts', import.meta.url),
);
/** All of the project that it is made of. */
const OWN_CODE = ['harness', 'runner/domain', 'node_modules', 'package.json'];

export interface EmbeddedKitOptions {
  readonly projectRoot: string;
  readonly memoryLimitMb: number;
  /** What starts Node where the harness runs. */
  readonly node: string;
  /** Another program in place of the engine's own. */
  readonly command?: readonly string[] | undefined;
}

/**
 * What the embedded engine is started with as a harness: Node's permission model, with nothing but
 * reading the project's code and what is named. Everything keeps its path, also in a container.
 */
export function embeddedKit(
  { projectRoot, memoryLimitMb, node, command }: EmbeddedKitOptions,
  readable: readonly string[],
): HarnessKit {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const own = OWN_CODE.map((name) => join(root, name));
  const settings = { projectRoot, memoryLimitMb };
  const called = command ?? [node, ...confinedArguments(PROGRAM, settings, { readable })];
  return {
    key: JSON.stringify([called, readable]),
    command: called,
    // None of the runner's environment: it may hold secrets, and a time zone changes results.
    environment: { TZ: 'UTC' },
    folder: dirname(PROGRAM),
    // A strategy that ships is named, and its name is no path.
    mounts: [...own, ...readable]
      .filter((source) => existsSync(source))
      .map((source) => ({ source, target: source })),
  };
}

/** What a request says of a setup: the names are those that strategies in C# are given too. */
export function setupParameters(setup: BacktestSetup): Readonly<Record<string, string | number>> {
  return {
    ticker: setup.symbol,
    startDate: setup.dates.start.replaceAll('-', ''),
    endDate: setup.dates.end.replaceAll('-', ''),
    InitialCash: setup.cash,
    securityType: setup.securityType,
    market: setup.market,
    resolution: setup.resolution,
    normalization: setup.normalization,
    benchmark: setup.benchmark,
  };
}

export function embeddedFields(
  setup: BacktestSetup,
  { params, detail }: Pick<BacktestRequest, 'params' | 'detail'>,
): Readonly<Record<string, unknown>> {
  return {
    result: 'inline',
    detail,
    config: { 'data-folder': setup.dataFolder },
    algorithm: {
      location: setup.strategy,
      language: setup.engine === 'lean' ? 'CSharp' : 'TypeScript',
    },
    parameters: { ...setup.fixedParameters, ...params, ...setupParameters(setup) },
  };
}
