import { writeSync } from 'node:fs';
import type { ResultsAnswer, SandboxAnswer } from './messages.ts';
import type { ResultsFrame } from './results-frame.ts';

/** Stdout and stderr belong to whoever prints. */
const ANSWERS = 3;

/** Tells the runner something. Who cannot be heard any more ends. */
export function send(answer: Exclude<SandboxAnswer, ResultsAnswer>): void {
  sendLine(JSON.stringify(answer));
}

/** The same of a results answer, which is text already. */
export function sendResults({ line, floats }: ResultsFrame): void {
  sendLine(line);
  sendBytes(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
}

/** Ends the sandbox without waiting for threads: one may be in a loop, or in an allocation that never returns. */
export function die(): void {
  process.kill(process.pid, 'SIGKILL');
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
