import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { isGone } from './docker-errors.ts';
import { identityOfProcess, identityText, isAlive, readIdentity } from './process-identity.ts';

/** Of which leantune a container is: this machine's, with this folder of caches. */
const INSTANCE = 'leantune.instance';
/** Of which process it is. */
const OWNER = 'leantune.owner';
/** Of which executor in that process. */
const EXECUTOR = 'leantune.executor';

/** What tells containers of one leantune from everything else that a daemon has. */
export interface DockerLabels {
  readonly labels: Readonly<Record<string, string>>;
  /** Of the executor that they are for. */
  readonly executor: string;
  /** Removes the containers and volumes whose process is gone, and nothing else. Returns how many. */
  sweep(docker: Docker): Promise<number>;
  /** Removes all containers and volumes of these labels, whoever knows of them. */
  removeAll(docker: Docker): Promise<void>;
}

export function createDockerLabels(cacheFolder: string): DockerLabels {
  const place = `${hostname()} ${resolve(cacheFolder)}`;
  const instance = createHash('sha256').update(place).digest('hex').slice(0, 16);
  const executor = randomUUID();
  const owner = identityText(identityOfProcess(process.pid));
  return {
    labels: { [INSTANCE]: instance, [OWNER]: owner, [EXECUTOR]: executor },
    executor,
    async sweep(docker) {
      const filters = { label: [`${INSTANCE}=${instance}`] };
      const found = await docker.listContainers({ all: true, filters });
      const left = found.filter(({ Labels }) => isOrphan(Labels));
      await Promise.all(left.map(({ Id }) => removeContainer(docker.getContainer(Id))));
      await removeVolumes(docker, filters, isOrphan);
      return left.length;
    },
    async removeAll(docker) {
      const filters = { label: [`${EXECUTOR}=${executor}`] };
      const own = await docker.listContainers({ all: true, filters });
      await Promise.all(own.map(({ Id }) => removeContainer(docker.getContainer(Id))));
      await removeVolumes(docker, filters, () => true);
    },
  };
}

type Labels = Readonly<Record<string, string>>;

function isOrphan(labels: Labels): boolean {
  const owner = readIdentity(labels[OWNER] ?? '');
  return owner !== null && isAlive(owner) === false;
}

async function removeVolumes(
  docker: Docker,
  filters: { readonly label: string[] },
  chosen: (labels: Labels) => boolean,
): Promise<void> {
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
  const left = (Volumes ?? []).filter(({ Labels: labels }) => chosen(labels ?? {}));
  await Promise.all(
    left.map(({ Name }) =>
      docker
        .getVolume(Name)
        .remove()
        .catch(() => {}),
    ),
  );
}

const GONE_TRIES = 200;
const GONE_PAUSE_MS = 25;

/** Ends and removes a container, whatever it does. Resolves when it is gone. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (isGone(error)) return;
    // 409: it is being removed already.
    if ((error as { statusCode?: number }).statusCode !== 409) throw error;
    for (let tries = 0; tries < GONE_TRIES && (await isThere(container)); tries++) {
      await pause(GONE_PAUSE_MS);
    }
  }
}

async function isThere(container: Docker.Container): Promise<boolean> {
  try {
    await container.inspect();
    return true;
  } catch (error) {
    return !isGone(error);
  }
}
