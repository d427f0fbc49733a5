import type Docker from 'dockerode';
import { type Fault, oneOf } from './fault.ts';
import type { World } from './world.ts';

const HARMS: readonly [name: string, harm: (container: Docker.Container) => Promise<unknown>][] = [
  ['kill', (container) => container.kill()],
  ['stop', (container) => container.stop({ t: 0 })],
  ['remove', (container) => container.remove({ force: true })],
  ['pause', (container) => container.pause()],
  ['restart', (container) => container.restart({ t: 0 })],
];

/** What becomes of the containers in which backtests run. */
export const containerFaults: readonly Fault[] = [
  // Containers are there for a part of the time only, and then they are what is wanted.
  { name: 'harm a container', weight: 12, inflict: harmContainer },
  { name: 'restart dockerd', weight: 0.15, inflict: restartDocker },
];

/** Those of leantune, whoever of its daemons they are of. */
export async function ourContainers({ docker, bystander }: World): Promise<string[]> {
  if (docker === null) return [];
  const filters = { label: ['leantune.owner'] };
  const all = await docker.docker.listContainers({ all: true, filters });
  return all.map(({ Id }) => Id).filter((id) => id !== bystander);
}

async function harmContainer(world: World): Promise<boolean> {
  const id = oneOf(await ourContainers(world).catch(() => []), world);
  const chosen = oneOf(HARMS, world);
  if (id === undefined || chosen === undefined || world.docker === null) return false;
  const [name, harm] = chosen;
  try {
    await harm(world.docker.docker.getContainer(id));
  } catch {
    // It went by itself meanwhile.
    return false;
  }
  world.count('container deaths');
  world.did(`docker ${name} ${id.slice(0, 12)}`);
  return true;
}

async function restartDocker(world: World): Promise<boolean> {
  const own = world.docker?.daemon;
  if (own === undefined || own === null) return false;
  world.count('docker restarts');
  world.did('restart dockerd');
  await own.stop();
  await own.start();
  return true;
}
