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

const REMOVE_TRIES = 3;
const REMOVE_PAUSE_MS = 500;

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
      const found = await listed(docker, filters);
      const left = found.filter(({ Labels }) => isOrphan(Labels));
      await Promise.all(left.map(({ Id }) => removeContainer(docker.getContainer(Id))));
      await removeVolumes(docker, filters, isOrphan);
      return left.length;
    },
    async removeAll(docker) {
      const filters = { label: [`${EXECUTOR}=${executor}`] };
      await trying(async () => {
        const own = await listed(docker, filters);
        await Promise.all(own.map(({ Id }) => removeContainer(docker.getContainer(Id))));
        await removeVolumes(docker, filters, () => true);
      });
    },
  };
}

/** What {@link DockerLabels.sweep} did, for whoever reads logs. */
export function sweptText(containers: number): string {
  return `${containers} containers of a leantune that was killed were removed`;
}

/** Nobody else will look for what is left, as long as this process lives. */
async function trying(work: () => Promise<void>): Promise<void> {
  for (let left = REMOVE_TRIES - 1; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await pause(REMOVE_PAUSE_MS);
    }
  }
}

/** @throws Error where the answer is something else than Docker gives */
async function listed(
  docker: Docker,
  filters: { readonly label: string[] },
): Promise<Docker.ContainerInfo[]> {
  const found: unknown = await docker.listContainers({ all: true, filters });
  if (!Array.isArray(found)) throw new Error('what answers there is not Docker');
  return found;
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
