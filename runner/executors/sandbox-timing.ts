import type { SandboxAnswer } from '../../harness/embedded/sandbox/messages.ts';
import type { ExecutorTiming } from '../domain/executor.ts';

/** Adds up what sandboxes, one after the other, say of their time. */
export interface SandboxTiming {
  hear(answer: SandboxAnswer): void;
  current(): ExecutorTiming;
}

export function createSandboxTiming(): SandboxTiming {
  let loadingSince = 0;
  let loadingMs = 0;
  let measuredMs = 0;
  let strategyMs = 0;
  return {
    hear(answer) {
      if (answer.type === 'loading') loadingSince = performance.now();
      else if (answer.type === 'loaded') loadingMs += performance.now() - loadingSince;
      else if (answer.type === 'sampled') {
        measuredMs += answer.measuredMs;
        strategyMs += answer.strategyMs;
      }
    },
    current: () => ({ loadingMs, measuredMs, strategyMs }),
  };
}
