import type Docker from 'dockerode';
import type { DockerHost } from './docker-host.ts';
import { copyToVolume, type VolumeOptions } from './docker-volume.ts';
import type { HarnessKit, Mount } from './harness-channel.ts';

export interface RemoteOptions extends Omit<VolumeOptions, 'docker'> {
  /** Folder of this machine with what was built: it is copied. */
  readonly artifacts: string;
  /** What containers call the data folder. */
  readonly dataFolder: string;
}

/**
 * What a kit becomes on a machine that has none of this one's files: harness and strategies travel
 * in volumes, once each; the data have to be there, at the path that the host's `data` names or else
 * at the same one as here.
 */
export function createRemoteKits(
  docker: Docker,
  { host, artifacts, dataFolder, ...volume }: RemoteOptions & { readonly host: DockerHost },
): (kit: HarnessKit) => Promise<HarnessKit> {
  const copies = new Map<string, Promise<string>>();

  const copyOf = (folder: string): Promise<string> => {
    const copying = copies.get(folder) ?? copyToVolume(folder, { docker, ...volume });
    copies.set(folder, copying);
    copying.catch(() => copies.delete(folder));
    return copying;
  };

  const place = async (mount: Mount): Promise<Mount> => {
    if (mount.source.startsWith(artifacts)) {
      return { ...mount, source: await copyOf(mount.source), volume: true };
    }
    const isData = mount.target === dataFolder && host.data !== undefined;
    return isData ? { ...mount, source: host.data ?? mount.source } : mount;
  };

  return async (kit) => ({ ...kit, mounts: await Promise.all(kit.mounts.map(place)) });
}
