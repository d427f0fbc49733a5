import { basename, join } from 'node:path';
import { z } from 'zod';
import type { BacktestSetup, Check, Executor, ExecutorContext } from '../domain/executor.ts';
import { createBoundedLog } from './bounded-log.ts';
import { leanStations, visit } from './diagnose.ts';
import { connectDocker } from './docker-connection.ts';
import { dockerMessage } from './docker-errors.ts';
import { type DockerHost, defaultHost, dockerHost, isLocal } from './docker-host.ts';
import { createDockerLabels, type DockerLabels } from './docker-labels.ts';
import { createDockerLauncher, type DockerPlace } from './docker-launcher.ts';
import { createDockerNote } from './docker-leftovers.ts';
import { createRemoteKits, type RemoteOptions } from './docker-remote.ts';
import { imageToolchain, inspectImage } from './docker-toolchain.ts';
import { createEmbeddedProgram } from './embedded-program.ts';
import { createFingerprints } from './fingerprint.ts';
import type { HarnessKit } from './harness-channel.ts';
import { createHarnessExecutor } from './harness-executor.ts';
import { harnessOptions } from './harness-options.ts';
import { createLeanProgram, type LeanSite } from './lean-program.ts';

const folder = z.string().regex(/^\/[\w./-]*$/, 'an absolute path');

const options = z
  .strictObject({
    image: z
      .string()
      .regex(/^[\w][\w./:@-]*$/, 'the name of an image')
      .optional()
      .describe('Image with LEAN (default: LEAN_IMAGE, else quantconnect/lean:latest)'),
    hosts: z
      .array(dockerHost)
      .min(1)
      .max(100)
      .optional()
      .describe('Docker daemons to share the slots (default: the one of this machine)'),
    network: z
      .string()
      .regex(
        /^(?!host$)\w[\w.-]*$/,
        'the name of a network (LEAN_DOCKER_NETWORK alone may say host)',
      )
      .optional()
      .describe('Network of the containers (default: LEAN_DOCKER_NETWORK, else none)'),
    cpus: z.number().positive('a number above 0').default(1).describe('Processors of a container'),
    lean_folder: folder
      .optional()
      .describe(
        "LEAN's assemblies in the image (default: LEAN_LAUNCHER_WORKDIR, else /Lean/Launcher/bin/Debug)",
      ),
    data_folder: folder
      .optional()
      .describe(
        'Where containers see the data (default: LEAN_DATA_CONTAINER_PATH, else /Lean/Data)',
      ),
    artifacts_folder: folder
      .optional()
      .describe(
        'Where containers see compiled strategies (default: ARTIFACTS_CONTAINER_PATH, else /artifacts)',
      ),
    results_folder: folder
      .optional()
      .describe(
        'A folder in memory for what LEAN writes (default: RESULTS_CONTAINER_PATH, else /Results)',
      ),
    node: z.string().min(1).default('node').describe('Node in the image, for the embedded engine'),
    ...harnessOptions,
  })
  .describe('Backtests in containers that stay warm');

export type DockerOptions = z.infer<typeof options>;

/** What the image of LEAN has, and what goes where in it. */
const USUAL = {
  image: 'quantconnect/lean:latest',
  network: 'none',
  lean_folder: '/Lean/Launcher/bin/Debug',
  data_folder: '/Lean/Data',
  artifacts_folder: '/artifacts',
  results_folder: '/Results',
};

type Settled = DockerOptions & typeof USUAL;

/** Neither the job nor the environment need say anything. */
function settle(options: DockerOptions): Settled {
  const stated = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...USUAL, ...Object.fromEntries(stated) } as Settled;
}

/** Backtests in warm containers: LEAN as its image has it, or the embedded engine. */
export const docker = {
  options,
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
  diagnose,
} as const;

function createDockerExecutor(context: ExecutorContext<DockerOptions>): Executor {
  const { projectRoot, memoryLimitMb } = context;
  const settled = settle(context.options);
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

async function* diagnose(
  context: ExecutorContext<DockerOptions>,
  setup: BacktestSetup,
): AsyncGenerator<Check> {
  const cacheFolder = context.cacheFolder ?? join(context.projectRoot, '.leantune');
  const settled = settle(context.options);
  const hosts = settled.hosts ?? [defaultHost()];
  const { image } = settled;
  const labels = createDockerLabels(cacheFolder);
  await using opened = new AsyncDisposableStack();
  const site = (): LeanSite => {
    const places = hosts.map((host) =>
      placeOf(host, 1, remoteOptions(settled, cacheFolder, labels)),
    );
    for (const { connection } of places) opened.use(connection);
    return dockerSite(settled, places, labels);
  };
  yield* visit([
    ...hosts.map((host) => ({
      name: hosts.length === 1 ? 'Docker' : `Docker at ${host.host}`,
      look: () => dockerVersion(host),
      advice: 'install Docker and start it; DOCKER_HOST or "hosts" name one elsewhere',
    })),
    ...hosts.map((host) => ({
      name: hosts.length === 1 ? 'image' : `image at ${host.host}`,
      look: async () => {
        await using connection = connectDocker(host);
        const { Id, Size } = await inspectImage(connection.docker, image);
        return `${image}, ${Id.slice(7, 19)}, ${(Size / 1e9).toFixed(1)} GB`;
      },
      advice: `docker pull ${image}, or name another: LEAN_IMAGE, or "image"`,
    })),
    {
      name: 'framework',
      look: async () => (await site().toolchain()).framework,
      advice:
        'use an image of LEAN as it is published: its label target_framework says what it runs',
    },
    ...leanStations({
      cacheFolder,
      setup,
      toolchain: () => site().toolchain(),
      create: () => createDockerExecutor({ ...context, slots: 1 }),
    }),
  ]);
}

async function dockerVersion(host: DockerHost): Promise<string> {
  try {
    await using connection = connectDocker(host);
    const { Version, Os, Arch } = await connection.docker.version();
    return `${Version} on ${Os}/${Arch} at ${host.host}`;
  } catch (error) {
    throw new Error(dockerMessage(error), { cause: error });
  }
}

function remoteOptions(
  { image, data_folder: dataFolder }: Settled,
  cacheFolder: string,
  { labels, executor }: DockerLabels,
): RemoteOptions {
  return { image, dataFolder, artifacts: join(cacheFolder, 'artifacts'), labels, prefix: executor };
}

/** The slots, shared among the hosts that do not say how many they have room for. */
function placesOf(
  { options: { hosts }, slots }: ExecutorContext<DockerOptions>,
  remote: RemoteOptions,
): DockerPlace[] {
  const all = hosts ?? [defaultHost()];
  const open = all.filter((host) => host.slots === undefined).length;
  let left = slots;
  for (const host of all) left -= host.slots ?? 0;
  const share = open === 0 ? 0 : Math.max(1, Math.ceil(left / open));
  let free = slots;
  return all.flatMap((host) => {
    const own = Math.min(free, host.slots ?? share);
    free -= own;
    return own < 1 ? [] : [placeOf(host, own, remote)];
  });
}

function placeOf(host: DockerHost, slots: number, remote: RemoteOptions): DockerPlace {
  const connection = connectDocker(host);
  const { docker } = connection;
  const kitOf = isLocal(host) ? asIs : createRemoteKits(docker, { ...remote, host });
  return { connection, docker, name: host.host, slots, isLocal: isLocal(host), kitOf };
}

const asIs = async (kit: HarnessKit): Promise<HarnessKit> => kit;

/** What things are called in the containers. */
function dockerSite(
  {
    image,
    network,
    lean_folder: leanFolder,
    data_folder: data,
    artifacts_folder: artifacts,
    results_folder: results,
  }: Settled,
  dockers: readonly DockerPlace[],
  { labels }: DockerLabels,
): LeanSite {
  const places = {
    harness: (folder: string) => `/leantune/${basename(folder)}`,
    artifacts: (folder: string) => `${artifacts}/${basename(folder)}`,
    data: () => data,
  };
  const debug = process.env['HARNESS_DEBUG'];
  return {
    toolchain: () => {
      // What is compiled lies on this machine.
      const first = dockers.find((place) => place.isLocal) ?? dockers[0];
      if (first === undefined) throw new Error('Cannot use LEAN in Docker: there are no hosts');
      const { docker, isLocal: here } = first;
      return imageToolchain({ docker, isLocal: here, image, leanFolder, labels, network });
    },
    placeOf: (what, folder) => places[what](folder),
    environment: {
      LEAN_PATH: leanFolder,
      TMPDIR: results,
      HOME: results,
      TZ: 'UTC',
      DOTNET_NOLOGO: '1',
      ...(debug !== undefined && { HARNESS_DEBUG: debug }),
    },
  };
}
