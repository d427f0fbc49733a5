import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Answers of the API as files, and `index.json`, which names each by what was asked. */
export interface AnswerFiles {
  readonly count: number;
  /** Of all files together. */
  readonly bytes: number;
  /** Keeps an answer; the same question is kept once. */
  keep(path: string, answer: string): Promise<void>;
  /** Writes the index, without which nothing is found. */
  finish(): Promise<void>;
}

/** @param folder is made where it is missing */
export function createAnswerFiles(folder: string): AnswerFiles {
  const index = new Map<string, string>();
  const names = new Set<string>();
  let bytes = 0;
  const write = async (name: string, text: string): Promise<void> => {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    bytes += Buffer.byteLength(text);
  };
  return {
    get count() {
      return index.size;
    },
    get bytes() {
      return bytes;
    },
    async keep(path, answer) {
      if (index.has(path)) return;
      const name = freeName(path, names);
      index.set(path, name);
      await write(name, answer);
    },
    async finish() {
      await write('index.json', JSON.stringify(Object.fromEntries(index)));
    },
  };
}

/** Readable, and fit for every file system and host: `runs/20261121_101530/log-tail-200.json`. */
function freeName(path: string, taken: Set<string>): string {
  const plain = path
    .replace(/^\/api\//, '')
    .replace(/[^A-Za-z0-9._/-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, 150);
  for (let n = 1; ; n++) {
    const name = `${plain}${n === 1 ? '' : `-${n}`}.json`;
    // Where case does not count, two questions that differ in it alone must not share a file.
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}
