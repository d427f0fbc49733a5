import { startDaemonProcess } from '../../fixtures/daemon-process.ts';
import type { ChaosJob } from './chaos-jobs.ts';
import { createDrops } from './drops.ts';

/** The machine may be busy with much else; a daemon that ends is noticed at once. */
const PATIENCE_SECONDS = 2_400;

/**
 * The same jobs in a home of their own, where nothing happens to them.
 * @throws Error where they do not end: then nothing is said of the others
 */
export async function runUnbroken(
  home: string,
  jobs: readonly ChaosJob[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const daemon = startDaemonProcess({ home, env });
  try {
    if ((await daemon.ready) === null) throw new Error(`Cannot start a daemon: ${daemon.said()}`);
    const drops = createDrops(home);
    drops.add(jobs);
    const isAlive = (): boolean => daemon.child.exitCode === null;
    if (!(await drops.finish(isAlive, PATIENCE_SECONDS))) {
      throw new Error(`Cannot run the jobs unbroken: ${daemon.said().slice(-2_000)}`);
    }
  } finally {
    await daemon.end('SIGTERM');
  }
}
