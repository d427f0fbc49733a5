import { die, send, sendResults } from './answers.ts';
import type { SandboxSettings } from './messages.ts';
import { Slot } from './slot.ts';

/*
 * The sandbox: a process under Node's permission model that holds market data once and has a thread
 * for each slot. It reads requests from stdin, answers on descriptor 3, and ends with its stdin,
 * whatever its threads are doing. No strategy code runs in this thread, so it can always watch the
 * others.
 */
const CHECK_EVERY_MS = 50;

const settings = JSON.parse(process.argv[2] ?? '') as SandboxSettings;

const slots: readonly Slot[] = Array.from(
  { length: settings.slots },
  () =>
    new Slot({
      ...settings,
      setup: (setup) => desk.setup(setup),
      send,
      sendResults,
      onReading: (bytes) => desk.onReading(bytes),
      onDescribed: (task, description) => desk.onDescribed(task, description),
      die,
    }),
);
// A thread takes as long to load the engine as this one does: the first loads it meanwhile.
slots[0]?.warm();
const { Desk } = await import('./desk.ts');
const desk = new Desk(settings, slots);

process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece: string) => desk.hear(piece));
process.stdin.on('end', die);
process.stdin.on('error', die);
setInterval(
  () => {
    for (const slot of slots) slot.check();
  },
  Math.min(CHECK_EVERY_MS, settings.timeoutMs / 4),
);
send({ type: 'ready' });
