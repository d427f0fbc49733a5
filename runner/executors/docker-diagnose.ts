import { join } from 'node:path';
import type { BacktestSetup, Check, Executor, ExecutorContext } from '../domain/executor.ts';
import { leanStations, visit } from './diagnose.ts';
import { connectDocker } from './docker-connection.ts';
import { dockerMessage } from './docker-errors.ts';
import { type DockerHost, defaultHost } from './docker-host.ts';
import { createDockerLabels } from './docker-labels.ts';
import { type DockerOptions, settleDockerOptions } from './docker-options.ts';
import { placeOf, remoteOptions } from './docker-places.ts';
import { dockerSite } from './docker-site.ts';
import { inspectImage } from './docker-toolchain.ts';
import type { LeanSite } from './lean-program.ts';

/** Looks at Docker, image and framework of each host, and runs one backtest. */
export async function* diagnoseDocker(
  context: ExecutorContext<DockerOptions>,
  {
    setup,
    create,
  }: {
    readonly setup: BacktestSetup;
    readonly create: (context: ExecutorContext<DockerOptions>) => Executor;
  },
): AsyncGenerator<Check> {
  const cacheFolder = context.cacheFolder ?? join(context.projectRoot, '.leantune');
  const settled = settleDockerOptions(context.options);
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
      create: () => create({ ...context, slots: 1 }),
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
