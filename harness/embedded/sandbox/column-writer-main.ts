import { createLineSplitter } from '../../../runner/domain/line-splitter.ts';
import type { Segment } from '../data/segment.ts';
import { trimColumns, writeColumns } from '../data/write-columns.ts';

/*
 * Keeps columns of bars for later runs: a process of its own, since it may write to the folder of
 * columns, and no strategy may ever run where something can be written. Takes segments from stdin, one
 * a line, and ends with it.
 */

interface Settings {
  readonly folder: string;
  readonly mostBytes: number;
}

const { folder, mostBytes } = JSON.parse(process.argv[2] ?? '') as Settings;

const lines = createLineSplitter((line) => {
  try {
    writeColumns(folder, JSON.parse(line) as Segment);
  } catch {
    // What cannot be kept is decoded the next time, too; whoever needs it says what is wrong.
  }
});
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece: string) => lines.push(piece));
process.stdin.on('end', () => trimColumns(folder, mostBytes));
