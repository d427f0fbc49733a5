import type Docker from 'dockerode';
import { dockerMessage, isGone } from './docker-errors.ts';
import type { HarnessKit } from './harness-channel.ts';

const MAX_PROCESSES = 512;

export interface ContainerSettings {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly memoryLimitMb: number;
  readonly cpus: number;
  /** `none`, or a network that the user has made. */
  readonly network: string;
  /** A folder in memory for what harnesses write. */
  readonly resultsFolder: string;
  /** What keeps a container alive while no harness runs in it. */
  readonly keepAlive: readonly string[];
}

/**
 * Starts a container that waits for harnesses: no network, no privileges, nothing it can write to but
 * folders in memory, and mounts that it can only read. The image stays as it is.
 */
export async function startContainer(
  docker: Docker,
  kit: HarnessKit,
  settings: ContainerSettings,
): Promise<Docker.Container> {
  const { image, labels, resultsFolder, keepAlive } = settings;
  const [program = '', ...args] = kit.keepAlive ?? keepAlive;
  // Never cut short but by a daemon's silence: it would go on, and its container would be nobody's.
  let container: Docker.Container;
  try {
    container = await docker.createContainer({
      Image: image,
      Labels: { ...labels },
      Entrypoint: [program],
      Cmd: args,
      Env: [],
      WorkingDir: resultsFolder,
      ...(userOf() !== null && { User: userOf() as string }),
      HostConfig: hostConfig(kit, settings),
    });
  } catch (error) {
    throw new Error(createMessage(error, image), { cause: error });
  }
  try {
    await container.start();
  } catch (error) {
    await container.remove({ force: true }).catch(() => {});
    throw new Error(`Cannot start a container of ${image}: ${dockerMessage(error)}`, {
      cause: error,
    });
  }
  return container;
}

function hostConfig(
  { mounts }: HarnessKit,
  { memoryLimitMb, cpus, network, resultsFolder }: ContainerSettings,
): Docker.HostConfig {
  const memory = memoryLimitMb * 1024 ** 2;
  return {
    Mounts: mounts.map(({ source, target, volume }) => ({
      Type: volume === true ? 'volume' : 'bind',
      Source: source,
      Target: target,
      ReadOnly: true,
    })),
    // LEAN's scratch files count against the memory of the container.
    Tmpfs: { [resultsFolder]: 'rw,exec,mode=1777', '/tmp': 'rw,exec,mode=1777' },
    NetworkMode: network,
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    PidsLimit: MAX_PROCESSES,
    Memory: memory,
    MemorySwap: memory,
    NanoCpus: Math.round(cpus * 1e9),
  };
}

/** What it reads belongs to the user, so no other rights are needed. */
export function userOf(): string | null {
  return process.getuid === undefined ? null : `${process.getuid()}:${process.getgid?.() ?? 0}`;
}

function createMessage(error: unknown, image: string): string {
  if (isGone(error)) return `Cannot find the image ${image}: run "docker pull ${image}"`;
  return `Cannot create a container of ${image}: ${dockerMessage(error)}`;
}
