import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE } from './chaos-jobs.ts';
import { type Fault, oneOf } from './fault.ts';
import type { World } from './world.ts';

/** What people drop. */
export function jobFaults(dropped: () => readonly string[]): readonly Fault[] {
  return [
    { name: 'drop a job again', weight: 0.7, inflict: (world) => dropAgain(world, dropped()) },
    { name: 'drop a hostile job', weight: 0.5, inflict: dropHostile },
  ];
}

function dropAgain(world: World, files: readonly string[]): boolean {
  const file = oneOf(files, world);
  if (file === undefined) return false;
  const path = join(world.home, 'config', file);
  const now = new Date();
  if (world.random() < 0.5) utimesSync(path, now, now);
  else writeFileSync(path, readFileSync(path));
  world.count('re-drops');
  world.did(`dropped ${file} again`);
  return true;
}

function dropHostile(world: World): boolean {
  const chosen = oneOf(Object.entries(HOSTILE), world);
  if (chosen === undefined) return false;
  const [file, text] = chosen;
  writeFileSync(join(world.home, 'config', file), text);
  world.count('hostile jobs');
  world.did(`dropped ${file}`);
  return true;
}
