import { join } from 'node:path';
import type { BacktestSetup, Executor, ExecutorContext } from '../domain/executor.ts';
import { createBoundedLog } from './bounded-log.ts';
import { diagnoseDocker } from './docker-diagnose.ts';
import { defaultHost } from './docker-host.ts';
import { createDockerLabels } from './docker-labels.ts';
import { createDockerLauncher } from './docker-launcher.ts';
import { createDockerNote } from './docker-leftovers.ts';
import { type DockerOptions, dockerOptions, settleDockerOptions } from './docker-options.ts';
import { placesOf, remoteOptions } from './docker-places.ts';
import { dockerSite } from './docker-site.ts';
import { createEmbeddedProgram } from './embedded-program.ts';
import { createFingerprints } from './fingerprint.ts';
import { createHarnessExecutor } from './harness-executor.ts';
import { createLeanProgram } from './lean-program.ts';

/** Backtests in warm containers: LEAN as its image has it, or the embedded engine. */
export const docker = {
  options: dockerOptions,
  engines: ['lean', 'embedded'],
  environment: {
    LEAN_IMAGE: 'image',
    LEAN_DOCKER_NETWORK: 'network',
    LEAN_LAUNCHER_WORKDIR: 'lean_folder',
    LEAN_DATA_CONTAINER_PATH: 'data_folder',
    ARTIFACTS_CONTAINER_PATH: 'artifacts_folder',
    RESULTS_CONTAINER_PATH: 'results_folder',
  },
  // A program of its own is confined like ours there.
  reaches: { hosts: 'hosts', config: 'path' },
  create: createDockerExecutor,
  diagnose: (context: ExecutorContext<DockerOptions>, setup: BacktestSetup) =>
    diagnoseDocker(context, { setup, create: createDockerExecutor }),
} as const;

function createDockerExecutor(context: ExecutorContext<DockerOptions>): Executor {
  const { projectRoot, memoryLimitMb } = context;
  const settled = settleDockerOptions(context.options);
  const { image, network, cpus, results_folder: resultsFolder, node, command } = settled;
  const cacheFolder = context.cacheFolder ?? join(projectRoot, '.leantune');
  const log = createBoundedLog((text) => context.log?.(text));
  const fingerprints = createFingerprints(join(cacheFolder, 'fingerprints.json'));
  const labels = createDockerLabels(cacheFolder);
  const remote = remoteOptions(settled, cacheFolder, labels);
  const places = placesOf(context, remote);
  const settings = { image, network, cpus, memoryLimitMb, resultsFolder };
  const shared = { projectRoot, memoryLimitMb, cacheFolder, fingerprints, log };
  const idle = [node, '-e', 'setInterval(() => {}, 2 ** 30)'];
  const site = dockerSite(settled, places, labels);
  return createHarnessExecutor({
    context,
    launcher: createDockerLauncher({
      places,
      settings: { ...settings, keepAlive: ['sleep', 'infinity'] },
      labels,
      note: createDockerNote(cacheFolder, settled.hosts ?? [defaultHost()]),
      log,
    }),
    programs: {
      embedded: createEmbeddedProgram({ ...shared, node, command, keepAlive: idle }),
      lean: createLeanProgram({ ...shared, site, options: context.options }),
    },
  });
}
