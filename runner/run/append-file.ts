import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';

/** Power loss may cost this much at most; a crash of the process alone costs nothing. */
const SYNC_INTERVAL_MS = 100;

/** A file of lines that only grows and never keeps half a line. */
export interface AppendFile extends AsyncDisposable {
  /** Bytes of whole lines. */
  readonly size: number;
  /**
   * Adds whole lines. They are in the kernel's hands on return (a killed process loses nothing)
   * and on the disk within 100 ms.
   * @throws the file system's error; the file ends after its last good line then
   */
  append(lines: string | Uint8Array): void;
  /** Waits until all that was appended is on the disk. */
  sync(): Promise<void>;
}

/**
 * Opens a file of lines, cutting off a torn last line first: the next append would glue to it.
 * Own code: appending through the usual calls loses an acknowledged line after a full disk.
 */
export function openAppendFile(path: string): AppendFile {
  const fd = openSync(path, 'a+');
  let size = endOfLastLine(fd);
  ftruncateSync(fd, size);
  let unsynced = false;
  let timer: NodeJS.Timeout | undefined;
  let syncing: Promise<void> = Promise.resolve();
  let closed = false;

  const sync = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!unsynced) return syncing;
    unsynced = false;
    syncing = syncing.then(() => promisify(fdatasync)(fd));
    return syncing;
  };

  return {
    get size() {
      return size;
    },
    append(lines) {
      // The descriptor's number may be another file's by now.
      if (closed) throw new Error(`Cannot append to "${path}": it is closed`);
      const bytes = typeof lines === 'string' ? Buffer.from(lines) : lines;
      try {
        writeAll(fd, bytes);
      } catch (error) {
        ftruncateSync(fd, size);
        throw error;
      }
      size += bytes.length;
      unsynced = true;
      // A failing sync is met again by the caller's own sync(), which must not be missed.
      timer ??= setTimeout(() => sync().catch(() => {}), SYNC_INTERVAL_MS);
    },
    sync,
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      try {
        await sync();
      } finally {
        closeSync(fd);
      }
    },
  };
}

function writeAll(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done);
}

const NEWLINE = 10;
const BLOCK = 65_536;

/** Offset just after the last newline, 0 where there is none. */
function endOfLastLine(fd: number): number {
  const block = Buffer.alloc(BLOCK);
  let end = fstatSync(fd).size;
  while (end > 0) {
    const start = Math.max(0, end - BLOCK);
    const length = readSync(fd, block, 0, end - start, start);
    const newline = block.subarray(0, length).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}
