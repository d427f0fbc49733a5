import type Docker from 'dockerode';
import { BacktestError } from '../domain/errors.ts';
import { openExec } from './docker-channel.ts';
import type { DockerConnection } from './docker-connection.ts';
import { type ContainerSettings, startContainer } from './docker-container.ts';
import { dockerMessage } from './docker-errors.ts';
import { type DockerLabels, removeContainer } from './docker-labels.ts';
import type { HarnessChannel, HarnessKit, HarnessLauncher } from './harness-channel.ts';

/** A daemon with the slots that it has. */
export interface DockerPlace {
  readonly docker: Docker;
  readonly connection: DockerConnection;
  /** Its address. */
  readonly name: string;
  readonly slots: number;
  /** Whether this machine's files are there. */
  readonly isLocal: boolean;
  /** What a kit is called there: where its files are, or copies of them. */
  readonly kitOf: (kit: HarnessKit, signal: AbortSignal) => Promise<HarnessKit>;
}

export interface DockerLauncherOptions {
  readonly places: readonly DockerPlace[];
  readonly settings: Omit<ContainerSettings, 'labels'>;
  readonly labels: DockerLabels;
  readonly log: (text: string) => void;
}

interface Warm {
  readonly container: Docker.Container;
  /** Of what it was started for: another kit may need other mounts. */
  readonly mounts: string;
}

/** Harnesses in containers that stay warm, one for each slot. */
export function createDockerLauncher(options: DockerLauncherOptions): HarnessLauncher {
  const { places, log } = options;
  const bySlot = places.flatMap((place) => Array.from({ length: place.slots }, () => place));
  const { labels } = options;
  const settings = { ...options.settings, labels: labels.labels };
  const warm = new Map<number, Warm>();
  const containerOf = async (slot: number, kit: HarnessKit): Promise<Docker.Container> => {
    const { docker } = bySlot[slot - 1] as DockerPlace;
    const mounts = JSON.stringify([kit.mounts, kit.keepAlive]);
    const before = warm.get(slot);
    warm.delete(slot);
    if (before !== undefined && before.mounts === mounts && (await isRunning(before.container))) {
      warm.set(slot, before);
      return before.container;
    }
    if (before !== undefined) await removeContainer(before.container);
    const container = await startContainer(docker, kit, settings);
    warm.set(slot, { container, mounts });
    return container;
  };

  return {
    slots: bySlot.length,
    async start() {
      for (const { docker, name } of places) {
        const swept = await labels.sweep(docker).catch((error: unknown) => {
          throw new BacktestError(`Cannot use Docker at ${name}: ${dockerMessage(error)}`, {
            retriable: true,
            cause: error,
          });
        });
        if (swept > 0) log(`${swept} containers of a leantune that was killed were removed`);
      }
    },
    async launch(slot, kit, signal): Promise<HarnessChannel> {
      const { docker, kitOf } = bySlot[slot - 1] as DockerPlace;
      const there = await kitOf(kit, signal);
      const container = await containerOf(slot, there);
      signal.throwIfAborted();
      const { memoryLimitMb } = settings;
      return await openExec({ docker, container, kit: there, memoryLimitMb });
    },
    async [Symbol.asyncDispose]() {
      // By label, so that also one is found whose start was answered by nobody.
      await Promise.all(
        places.map(async ({ docker, connection }) => {
          await labels.removeAll(docker).catch(() => {});
          await connection[Symbol.asyncDispose]();
        }),
      );
    },
  };
}

async function isRunning(container: Docker.Container): Promise<boolean> {
  try {
    const { State } = await container.inspect();
    return State.Running && !State.Paused;
  } catch {
    return false;
  }
}
