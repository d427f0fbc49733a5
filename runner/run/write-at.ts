import { writeSync } from 'node:fs';

/** Writes all of `bytes` at a place of a file; one call of the system may write less. */
export function writeAt(fd: number, bytes: Uint8Array, at: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
}
