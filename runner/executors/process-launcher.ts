import { join } from 'node:path';
import type { HarnessLauncher } from './harness-channel.ts';
import { openProcess, type ProcessChannel } from './process-channel.ts';
import { createProcessNotes, NOTES } from './process-leftovers.ts';

export interface ProcessLauncherOptions {
  readonly slots: number;
  readonly memoryLimitMb: number;
  readonly cacheFolder: string;
  readonly log: (text: string) => void;
}

/** Harnesses as children of this process. */
export function createProcessLauncher(options: ProcessLauncherOptions): HarnessLauncher {
  const { slots, memoryLimitMb, cacheFolder, log } = options;
  const notes = createProcessNotes(join(cacheFolder, NOTES.harness));
  const living = new Set<ProcessChannel>();
  return {
    slots,
    async start() {
      const swept = await notes.sweep();
      if (swept > 0) log(`${swept} harness processes of a leantune that was killed were ended`);
    },
    async launch(_slot, kit, signal) {
      const channel = await openProcess({ kit, memoryLimitMb });
      living.add(channel);
      channel.ended.then(async () => {
        living.delete(channel);
        await notes.remove(channel.pid);
      });
      await notes.add(channel.pid);
      if (signal.aborted) channel.kill();
      return channel;
    },
    async [Symbol.asyncDispose]() {
      for (const channel of living) channel.kill();
      await Promise.all([...living].map((channel) => channel.ended));
    },
  };
}
