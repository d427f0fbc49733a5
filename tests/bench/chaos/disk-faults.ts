import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { World } from './world.ts';

export const diskFaults: readonly Fault[] = [
  { name: 'fill the disk', weight: 1.5, inflict: fillForAWhile },
];

const BLOCK = Buffer.alloc(1 << 20);

/** Not one byte is left, or but a few: some writes succeed by half then. */
async function fillForAWhile(world: World): Promise<boolean> {
  if (!world.hasSmallDisk || world.daemon === null) return false;
  const filler = join(world.runs, '.filler');
  const spare = Math.floor(world.random() * 3) * 1_700;
  fill(filler, spare);
  world.count('full disks');
  world.did(`the disk is full but for ${spare} bytes`);
  await sleep(100 + world.random() * 900);
  // What is written meanwhile may leave room where it is cut back: that is taken as well.
  fill(filler, 0);
  await sleep(100 + world.random() * 500);
  // Some find the disk full when they start.
  if (world.random() < 0.8) emptyDisk(world);
  return true;
}

export function emptyDisk({ runs }: Pick<World, 'runs'>): void {
  rmSync(join(runs, '.filler'), { force: true });
  rmSync(join(runs, '.spare'), { force: true });
}

/** Appends until nothing more goes in; `spare` bytes are given back at the end. */
function fill(path: string, spare: number): void {
  const hole = `${path.slice(0, -'.filler'.length)}.spare`;
  try {
    if (spare > 0) appendAll(hole, Buffer.alloc(spare));
    for (const size of [1 << 20, 1 << 16, 1 << 12, 1]) {
      const block = BLOCK.subarray(0, size);
      while (appendAll(path, block));
    }
  } finally {
    rmSync(hole, { force: true });
  }
}

/** False where the disk took less than all. */
function appendAll(path: string, block: Uint8Array): boolean {
  try {
    const fd = openSync(path, 'a');
    try {
      return writeSync(fd, block) === block.length;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
