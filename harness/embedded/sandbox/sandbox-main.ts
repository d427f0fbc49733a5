import { writeSync } from 'node:fs';
import { InputError } from '../../../runner/domain/errors.ts';
import { createLineSplitter } from '../../../runner/domain/line-splitter.ts';
import { takeUncached, useColumnCache } from '../data/column-cache.ts';
import { dataPreflight } from '../data/data-preflight.ts';
import { securityWarnings } from '../data/data-warnings.ts';
import type { SecurityData } from '../data/security-data.ts';
import { strategyFiles } from '../load-strategy.ts';
import { preparedPreflight } from '../prepare/prepared-preflight.ts';
import { setupDataFiles } from '../setup-data.ts';
import { describeError } from './describe-error.ts';
import { createMarketStore } from './market-store.ts';
import type {
  PrepareRequest,
  ResultsAnswer,
  SandboxAnswer,
  SandboxPreparation,
  SandboxRequest,
  SandboxSettings,
} from './messages.ts';
import { createPhaseSampler } from './phase-sampler.ts';
import { sharedBytes } from './shared-bytes.ts';
import { Slot, type Task } from './slot.ts';

/*
 * The sandbox: a process under Node's permission model that holds market data once and has a thread
 * for each slot. It reads requests from stdin, answers on descriptor 3 (stdout and stderr belong to
 * whoever prints), and ends with its stdin, whatever its threads are doing. No strategy code runs in
 * this thread, so it can always watch the others.
 */
const ANSWERS = 3;
const CHECK_EVERY_MS = 50;

const settings = JSON.parse(process.argv[2] ?? '') as SandboxSettings;
useColumnCache(settings.columnFolder);

const store = createMarketStore({
  onLoading: () => send({ type: 'loading' }),
  onLoaded: (sharedBytes) => send({ type: 'loaded', sharedBytes }),
  onForgotten: (setup) => {
    for (const slot of slots) slot.forget(setup);
  },
});

const slots = Array.from({ length: settings.slots }, createSlot);

const sampler = createPhaseSampler({
  phases: () => slots.map((slot) => slot.phase),
  report: (measuredMs, strategyMs) => send({ type: 'sampled', measuredMs, strategyMs }),
});

/** Tasks whose bars are being read. */
const late = new Set<number>();

function createSlot(): Slot {
  return new Slot({
    ...settings,
    setup: (setup) => ({
      type: 'setup',
      setup,
      spec: store.spec(setup),
      data: store.data(setup),
    }),
    send,
    sendResults: ({ line, floats }) => {
      sendLine(line);
      sendBytes(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
    },
    onReading,
    onDescribed: (task, { defaults, sharing, variations, warnings, securities, uncached }) => {
      orRefuse(task, () => {
        keep(task.setup, securities);
        const found = inspect(task.setup, securities);
        const preparation = {
          ...found,
          defaults,
          ...(sharing !== undefined && { sharing }),
          ...(variations !== undefined && { variations }),
          warnings: [...found.warnings, ...warnings],
          uncached: [...found.uncached, ...uncached],
        };
        send({ type: 'prepared', task: task.task, preparation });
      });
    },
    die,
  });
}

/** Bytes that threads have read and that the store does not know of. */
let bytesInThreads = 0;

/** A thread reads bars on its own: memory may rise until it has told how much they take. */
function onReading(bytes: number | null): void {
  if (bytes === null) send({ type: 'loading' });
  else {
    bytesInThreads += bytes;
    tellLoaded();
  }
}

function keep(setup: number, securities: readonly SecurityData[]): void {
  if (securities.length === 0) return;
  store.extend(setup, securities);
  bytesInThreads = Math.max(0, bytesInThreads - sharedBytes(securities));
  tellLoaded();
}

function tellLoaded(): void {
  send({ type: 'loaded', sharedBytes: store.sharedBytes + bytesInThreads });
}

function inspect(
  setup: number,
  securities: readonly SecurityData[],
): Omit<SandboxPreparation, 'defaults'> {
  const spec = store.spec(setup);
  const data = store.data(setup);
  const { barCount, available, warnings } = data;
  return {
    bars: barCount,
    available,
    preflight: 'own' in data ? dataPreflight(data.own) : preparedPreflight(data),
    warnings: [...warnings, ...securities.flatMap(securityWarnings)],
    strategyFiles: strategyFiles(spec.strategy, settings.projectRoot),
    dataFiles: setupDataFiles(spec, securities),
    uncached: takeUncached(),
  };
}

function receive(request: SandboxRequest): void {
  if (request.type === 'setup') store.add(request.setup, request.spec);
  else if (request.type === 'cancel') cancel(request.task);
  else orRefuse(request, () => start(request));
}

function start(task: Task): void {
  const slot = slots[task.slot - 1];
  if (slot === undefined) throw new Error(`Cannot find slot ${task.slot} of ${slots.length}`);
  slot.warm();
  const reading = store.read(task.setup);
  if (reading === null) begin(task, slot);
  else {
    late.add(task.task);
    reading.then(
      () => orRefuse(task, () => late.delete(task.task) && begin(task, slot)),
      (error: unknown) =>
        orRefuse(task, () => {
          late.delete(task.task);
          throw error;
        }),
    );
  }
}

function begin(task: Task, slot: Slot): void {
  // Read here, where an error has somebody to go to; the slot finds it in the store.
  store.data(task.setup);
  slot.take(task);
  sampler.wake();
}

function cancel(task: number): void {
  late.delete(task);
  for (const slot of slots) slot.cancel(task);
}

function orRefuse({ task }: PrepareRequest | Task, work: () => void): void {
  try {
    work();
  } catch (error) {
    const wanted = 'data that can be read';
    if (error instanceof InputError) {
      const action = error.message.split(':\n')[0] ?? '';
      send({ type: 'refused', task, action, problems: error.problems });
    } else {
      const problems = [{ path: 'data', wanted, found: describeError(error) }];
      send({ type: 'refused', task, action: 'Cannot prepare the backtest', problems });
    }
  }
}

function send(answer: Exclude<SandboxAnswer, ResultsAnswer>): void {
  sendLine(JSON.stringify(answer));
}

function sendLine(line: string): void {
  sendBytes(Buffer.from(`${line}\n`));
}

function sendBytes(bytes: Uint8Array): void {
  try {
    for (let sent = 0; sent < bytes.length; ) sent += writeSync(ANSWERS, bytes, sent);
  } catch {
    die();
  }
}

/** Without waiting for threads: one may be in a loop, or in an allocation that never returns. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

const lines = createLineSplitter((line) => receive(JSON.parse(line) as SandboxRequest));
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece: string) => lines.push(piece));
process.stdin.on('end', die);
process.stdin.on('error', die);
setInterval(
  () => {
    for (const slot of slots) slot.check();
  },
  Math.min(CHECK_EVERY_MS, settings.timeoutMs / 4),
);
send({ type: 'ready' });
