import { join } from 'node:path';
import { z } from 'zod';
import type { BacktestRequest, Executor, ExecutorContext } from '../domain/executor.ts';
import { createBoundedLog } from './bounded-log.ts';
import { carryOut } from './carry-out.ts';
import { createChunkSize } from './chunk-size.ts';
import { createColumnWriter } from './column-writer.ts';
import { createFingerprints } from './fingerprint.ts';
import { createProcessNotes, NOTES, type ProcessNotes } from './process-leftovers.ts';
import { repeating } from './repeating.ts';
import { SandboxHost } from './sandbox-host.ts';
import { prepareInSandbox } from './sandbox-prepare.ts';
import { createSandboxTiming, type SandboxTiming } from './sandbox-timing.ts';
import { createSlots } from './slots.ts';

const options = z.strictObject({});

/** Backtests on the embedded engine: one sandboxed child process with a thread for each slot. */
export const embedded = { options, create: createWatched };

/** Dear enough to be seldom, frequent enough to tell on the way. */
const BACKTESTS_BETWEEN_REPEATS = 1_000;

function createWatched(context: ExecutorContext<z.infer<typeof options>>): Executor {
  const warn = (message: string): void => context.log?.(message, 'warn');
  return repeating(createEmbedded(context), { every: BACKTESTS_BETWEEN_REPEATS, warn });
}

function createEmbedded(context: ExecutorContext<z.infer<typeof options>>): Executor {
  const timing = createSandboxTiming();
  const cacheFolder = context.cacheFolder ?? join(context.projectRoot, '.leantune');
  const columnFolder = join(cacheFolder, 'columns');
  const columns = createColumnWriter(columnFolder);
  const notes = createProcessNotes(join(cacheFolder, NOTES.sandbox));
  const host = createHost(context, { timing, columnFolder, notes });
  const slots = createSlots(context.slots);
  const chunkSize = createChunkSize();
  const fingerprints = createFingerprints(join(cacheFolder, 'fingerprints.json'));
  const disposal = new AbortController();
  let tasks = 0;
  const nextTask = (): number => tasks++;

  return {
    slots: context.slots,
    get chunk() {
      return chunkSize.current;
    },
    // The sandbox starts with the first setup, which says what it may read.
    async start() {
      await notes.sweep();
    },
    timing: timing.current,
    busy: slots.busy,
    async prepare(setup) {
      const { signal } = disposal;
      const { number: slot, release } = await slots.acquire(signal);
      try {
        const helped = { host, fingerprints, columns, nextTask };
        const preparation = await prepareInSandbox({ ...helped, slot, setup, signal });
        chunkSize.share(preparation.sharing !== undefined);
        return preparation;
      } finally {
        release();
      }
    },
    async *evaluate(all, aborted) {
      const signal = AbortSignal.any([aborted, disposal.signal]);
      const lease = await slots.acquire(signal, all);
      const slot = lease.number;
      try {
        for (const requests of alike(all)) {
          const { setup, detail } = requests[0];
          let ms = 0;
          lease.work(requests);
          for await (const group of carryOut({ host, nextTask, slot, setup, requests, signal })) {
            for (const outcome of group) {
              ms += outcome.ms;
              lease.answered();
              yield outcome;
            }
          }
          if (detail === 'metrics') chunkSize.record(requests.length, ms);
        }
      } finally {
        lease.release();
      }
    },
    async [Symbol.asyncDispose]() {
      disposal.abort(new Error('The executor was disposed'));
      await Promise.all([host.dispose(), columns.dispose()]);
    },
  };
}

interface Places {
  readonly timing: SandboxTiming;
  readonly columnFolder: string;
  readonly notes: ProcessNotes;
}

function createHost(
  { projectRoot, slots, timeoutSeconds, memoryLimitMb, log }: ExecutorContext<unknown>,
  { timing: { hear }, ...places }: Places,
): SandboxHost {
  return new SandboxHost({
    ...places,
    projectRoot,
    slots,
    timeoutMs: timeoutSeconds * 1_000,
    memoryLimitMb,
    log: createBoundedLog(log ?? (() => {})),
    hear,
  });
}

/** Requests by setup, detail and milestones, which all of one message to the sandbox share. */
function alike(requests: readonly BacktestRequest[]): [BacktestRequest, ...BacktestRequest[]][] {
  const groups: [BacktestRequest, ...BacktestRequest[]][] = [];
  for (const request of requests) {
    const { setup, detail, milestones } = request;
    const group = groups.find(
      ([first]) =>
        first.setup === setup && first.detail === detail && first.milestones === milestones,
    );
    if (group === undefined) groups.push([request]);
    else group.push(request);
  }
  return groups;
}
