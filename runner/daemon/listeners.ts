import type { RunEvent, RunListener } from '../domain/run-event.ts';

/** Those who follow a daemon. */
export interface Listeners {
  run(event: RunEvent): void;
  jobs(): void;
  /** @returns what ends the subscription */
  subscribe(listener: RunListener, onJobs?: () => void): () => void;
}

export function createListeners(): Listeners {
  const runs = new Set<RunListener>();
  const jobs = new Set<() => void>();
  return {
    run(event) {
      for (const listener of runs) listener(event);
    },
    jobs() {
      for (const listener of jobs) listener();
    },
    subscribe(listener, onJobs = () => {}) {
      runs.add(listener);
      jobs.add(onJobs);
      return () => {
        runs.delete(listener);
        jobs.delete(onJobs);
      };
    },
  };
}
