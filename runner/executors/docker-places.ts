import { join } from 'node:path';
import type { ExecutorContext } from '../domain/executor.ts';
import { connectDocker } from './docker-connection.ts';
import { type DockerHost, defaultHost, isLocal } from './docker-host.ts';
import type { DockerLabels } from './docker-labels.ts';
import type { DockerPlace } from './docker-launcher.ts';
import type { DockerOptions, SettledDockerOptions } from './docker-options.ts';
import { createRemoteKits, type RemoteOptions } from './docker-remote.ts';
import type { HarnessKit } from './harness-channel.ts';

export function remoteOptions(
  { image, data_folder: dataFolder }: SettledDockerOptions,
  cacheFolder: string,
  { labels, executor }: DockerLabels,
): RemoteOptions {
  return { image, dataFolder, artifacts: join(cacheFolder, 'artifacts'), labels, prefix: executor };
}

/** The slots, shared among the hosts that do not say how many they have room for. */
export function placesOf(
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

/** A host with room for so many containers. */
export function placeOf(host: DockerHost, slots: number, remote: RemoteOptions): DockerPlace {
  const connection = connectDocker(host);
  const { docker } = connection;
  const kitOf = isLocal(host) ? asIs : createRemoteKits(docker, { ...remote, host });
  return { connection, docker, name: host.host, slots, isLocal: isLocal(host), kitOf };
}

const asIs = async (kit: HarnessKit): Promise<HarnessKit> => kit;
