import { basename } from 'node:path';
import type Docker from 'dockerode';
import { putTar } from './docker-copy.ts';
import { dockerMessage } from './docker-errors.ts';
import { removeContainer } from './docker-labels.ts';

/** Where the volume is mounted while it is filled. */
const INSIDE = '/leantune-copy';

export interface VolumeOptions {
  readonly docker: Docker;
  /** Any image that is there: nothing is run in it. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Tells this executor's volumes from another's. */
  readonly prefix: string;
}

/** Copies a folder of this machine into a volume of a Docker daemon elsewhere. Returns its name. */
export async function copyToVolume(folder: string, options: VolumeOptions): Promise<string> {
  const { docker, image, labels, prefix } = options;
  const name = `leantune-${prefix}-${basename(folder)}`;
  await docker.createVolume({ Name: name, Labels: { ...labels } });
  const container = await docker.createContainer({
    Image: image,
    Labels: { ...labels },
    // Never started, but a container must have something to start.
    Entrypoint: ['none'],
    HostConfig: { Mounts: [{ Type: 'volume', Source: name, Target: INSIDE }] },
  });
  try {
    await putTar(container, ['-C', folder, '.'], INSIDE);
    return name;
  } catch (error) {
    throw new Error(`Cannot copy "${folder}" to Docker: ${dockerMessage(error)}`, { cause: error });
  } finally {
    await removeContainer(container);
  }
}
