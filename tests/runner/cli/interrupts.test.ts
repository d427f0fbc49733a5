import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MODULE = join(import.meta.dirname, '../../../runner/cli/interrupts.ts');

/** A process that says what its interrupts called; it never ends by itself. */
function start() {
  const program = `
    import { onInterrupt } from ${JSON.stringify(MODULE)};
    onInterrupt({ drain: (signal) => console.log('drain', signal), abort: (signal) => console.log('abort', signal) });
    setInterval(() => {}, 1000);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, output: child.stdout.setEncoding('utf8').iterator() };
}

it('onInterrupt() drains first, then aborts and ends with 130', async () => {
  const { child, output } = start();
  expect((await output.next()).value).toBe('ready\n');
  child.kill('SIGINT');
  expect((await output.next()).value).toBe('drain SIGINT\n');
  const ended = once(child, 'exit');
  // Sent until it counts: those that come close behind the first belong to it.
  const timer = setInterval(() => child.kill('SIGINT'), 50);
  expect((await output.next()).value).toBe('abort SIGINT\n');
  clearInterval(timer);
  expect(await ended).toEqual([130, null]);
});

it('onInterrupt() takes signals that come together for one', async () => {
  const { child, output } = start();
  await output.next();
  // It is halted meanwhile: they come at once, however long it takes to send them.
  for (const signal of ['SIGSTOP', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGCONT'] as const) {
    child.kill(signal);
  }
  const said = String((await output.next()).value);
  expect(said.trim().split('\n')).toEqual([expect.stringMatching(/^drain SIG/)]);
  child.kill('SIGKILL');
  await once(child, 'exit');
});
