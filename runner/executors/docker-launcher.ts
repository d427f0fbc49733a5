import type Docker from 'dockerode';
import { BacktestError } from '../domain/errors.ts';
import { throughAbsence } from './docker-absence.ts';
import { openExec } from './docker-channel.ts';
import type { DockerConnection } from './docker-connection.ts';
import { type ContainerSettings, startContainer } from './docker-container.ts';
import { dockerMessage } from './docker-errors.ts';
import { type DockerLabels, removeContainer, sweptText } from './docker-labels.ts';
import type { DockerNote } from './docker-leftovers.ts';
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
  /** Tells later starts where to look for what this one has left. */
  readonly note: DockerNote;
  readonly log: (text: string) => void;
}

interface Warm {
  readonly container: Docker.Container;
  /** It is being removed, since something in it cannot be trusted: that may fail. */
  isDoomed: boolean;
  /** Of what it was started for: another kit may need other mounts. */
  readonly mounts: string;
}

/** Harnesses in containers that stay warm, one for each slot. */
export function createDockerLauncher(options: DockerLauncherOptions): HarnessLauncher {
  const { places, log } = options;
  const bySlot = places.flatMap((place) => Array.from({ length: place.slots }, () => place));
  const { labels, note } = options;
  const settings = { ...options.settings, labels: labels.labels };
  const warm = new Map<number, Warm>();
  const containerOf = async (slot: number, kit: HarnessKit): Promise<Warm> => {
    const { docker } = bySlot[slot - 1] as DockerPlace;
    const mounts = JSON.stringify([kit.mounts, kit.keepAlive]);
    const before = warm.get(slot);
    if (before !== undefined && before.mounts === mounts && (await isUsable(before))) return before;
    if (before !== undefined) {
      await removeContainer(before.container).catch((error: unknown) => {
        throw new Error(`Cannot remove a container: ${dockerMessage(error)}`, { cause: error });
      });
    }
    warm.delete(slot);
    const container = await startContainer(docker, kit, settings);
    const started = { container, mounts, isDoomed: false };
    warm.set(slot, started);
    return started;
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
        if (swept > 0) log(sweptText(swept));
      }
      // Not before: where no Docker answered, nothing is left.
      await note.write();
    },
    launch(slot, kit, signal): Promise<HarnessChannel> {
      const { docker, kitOf, name } = bySlot[slot - 1] as DockerPlace;
      const begin = async (): Promise<HarnessChannel> => {
        const there = await kitOf(kit, signal);
        const place = await containerOf(slot, there);
        signal.throwIfAborted();
        return await openExec({
          docker,
          container: place.container,
          kit: there,
          memoryLimitMb: settings.memoryLimitMb,
          onKill: () => {
            place.isDoomed = true;
          },
        });
      };
      return throughAbsence(begin, { name, signal, log });
    },
    async [Symbol.asyncDispose]() {
      // By label, so that also one is found whose start was answered by nobody.
      const removed = await Promise.all(
        places.map(async ({ docker, connection, name }) => {
          const isRemoved = await labels.removeAll(docker).then(
            () => true,
            (error: unknown) => {
              log(`Containers at ${name} may be left behind: ${dockerMessage(error)}`);
              return false;
            },
          );
          await connection[Symbol.asyncDispose]();
          return isRemoved;
        }),
      );
      if (removed.every(Boolean)) await note.remove();
    },
  };
}

async function isUsable({ container, isDoomed }: Warm): Promise<boolean> {
  if (isDoomed) return false;
  try {
    const { State } = await container.inspect();
    return State.Running && !State.Paused;
  } catch {
    return false;
  }
}
