import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { HEADER_BYTES } from '../../../runner/run/columns-layout.ts';
import { type Fault, oneOf } from './fault.ts';
import { evaluationIn } from './ledger.ts';
import { recordOf, runIds, type SymbolPlace, symbolsOf, wholeLines } from './run-files.ts';
import type { World } from './world.ts';

/** What befalls files while no daemon is there: power cuts, disks that rot, people who delete. */
export const fileFaults: readonly Fault[] = [
  { name: 'tear the last line', weight: 2, inflict: (world) => tearLast(world) },
  { name: 'damage a line', weight: 3, inflict: (world) => damageLine(world) },
  { name: 'damage the journal', weight: 2, inflict: (world) => damageJournal(world) },
  { name: 'damage the checkpoint', weight: 2, inflict: (world) => damageCheckpoint(world) },
  { name: 'damage the columns', weight: 2, inflict: (world) => damageColumns(world) },
  { name: 'damage the catalog', weight: 1, inflict: (world) => damageCatalog(world) },
  { name: 'leave stale files', weight: 1, inflict: (world) => leaveStale(world) },
];

/** Of runs that are not complete: nobody looks at the files of a search that has ended. */
function openPlace(world: World): SymbolPlace | undefined {
  const places = runIds(world.runs)
    .filter((run) => recordOf(world.runs, run)?.state !== 'complete')
    .flatMap((run) => symbolsOf(world.runs, run));
  return oneOf(places, world);
}

function corrupted(world: World, what: string): true {
  world.count('corrupt files');
  world.did(what);
  return true;
}

/** The last write was cut short. */
function tearLast(world: World): boolean {
  const place = openPlace(world);
  if (place === undefined) return false;
  const path = join(place.folder, 'evaluations.jsonl');
  const last = wholeLines(path).at(-1);
  if (last === undefined) return false;
  world.ledger.damaged(path, last.text);
  const kept = 1 + Math.floor(world.random() * last.text.length);
  truncateSync(path, last.offset + kept);
  return corrupted(world, `tore the last line of ${path} after ${kept} bytes`);
}

/** One bit, or a block of zeros as file systems leave it: anywhere in a line. */
function damageLine(world: World): boolean {
  const place = openPlace(world);
  if (place === undefined) return false;
  const path = join(place.folder, 'evaluations.jsonl');
  const line = oneOf(wholeLines(path).slice(0, -1), world);
  if (line === undefined || evaluationIn(line.text) === null) return false;
  world.ledger.damaged(path, line.text);
  const at = Math.floor(world.random() * line.text.length);
  const how = damageAt(path, line.offset + at, world);
  return corrupted(world, `${how} at byte ${at} of the line at ${line.offset} of ${path}`);
}

function damageAt(path: string, offset: number, { random }: World): string {
  const fd = openSync(path, 'r+');
  try {
    if (random() < 0.5) {
      writeSync(fd, Buffer.alloc(1), 0, 1, offset);
      return 'wrote a zero';
    }
    const byte = readFileSync(path)[offset] ?? 0;
    let bit = Math.floor(random() * 8);
    // A line that is cut in two is another thing than one that changed.
    while ((byte ^ (1 << bit)) === 10) bit = (bit + 1) % 8;
    writeSync(fd, Buffer.of(byte ^ (1 << bit)), 0, 1, offset);
    return `flipped bit ${bit}`;
  } finally {
    closeSync(fd);
  }
}

/** Costs no evaluation: what was asked is asked again and answered from the lines. */
function damageJournal(world: World): boolean {
  const place = openPlace(world);
  if (place === undefined) return false;
  const path = join(place.folder, 'journal.jsonl');
  const line = oneOf(wholeLines(path), world);
  if (line === undefined) return false;
  const at = line.offset + Math.floor(world.random() * line.text.length);
  return corrupted(world, `${damageAt(path, at, world)} at ${at} of ${path}`);
}

/** Costs time only. */
function damageCheckpoint(world: World): boolean {
  const place = openPlace(world);
  if (place === undefined) return false;
  const path = join(place.folder, 'checkpoint.json');
  if (!existsSync(path)) return false;
  const at = placeIn(path, world);
  return spoil(path, world, { damage: () => damageAt(path, at, world), cutAt: () => at });
}

/** Where lines say all, columns can be lost without loss: a row, too, of which a bit has changed. */
function damageColumns(world: World): boolean {
  const place = openPlace(world);
  if (place === undefined || place.symbol === 'GER40') return false;
  const path = join(place.folder, 'columns.bin');
  if (!existsSync(path)) return false;
  const damage = () => {
    // Of the header, only its text: blanks follow it.
    const size = statSync(path).size;
    const inRow = size > HEADER_BYTES && world.random() < 0.7;
    const at = inRow
      ? HEADER_BYTES + Math.floor(world.random() * (size - HEADER_BYTES))
      : Math.floor(world.random() * 40);
    return `${damageAt(path, at, world)} at ${at}`;
  };
  return spoil(path, world, { damage, cutAt: () => placeIn(path, world) });
}

/** A file that can do without any of its bytes is damaged, cut or deleted. */
function spoil(
  path: string,
  world: World,
  { damage, cutAt }: { damage: () => string; cutAt: () => number },
): true {
  const ways: readonly (() => string)[] = [
    damage,
    () => {
      const at = cutAt();
      truncateSync(path, at);
      return `cut at ${at}`;
    },
    () => {
      rmSync(path);
      return 'deleted';
    },
  ];
  const how = oneOf(ways, world)?.() ?? '';
  return corrupted(world, `${path}: ${how}`);
}

function placeIn(path: string, { random }: World): number {
  return Math.floor(random() * statSync(path).size);
}

function damageCatalog(world: World): boolean {
  const path = join(world.runs, 'catalog.json');
  if (!existsSync(path) || statSync(path).size === 0) return false;
  if (world.random() < 0.5) writeFileSync(path, '{"v":1,"runs":{"x"');
  else damageAt(path, Math.floor(world.random() * statSync(path).size), world);
  return corrupted(world, `damaged ${path}`);
}

/** What writers leave that were killed between two calls, and a lock's note of one long dead. */
function leaveStale(world: World): boolean {
  const run = oneOf(
    runIds(world.runs).filter((id) => recordOf(world.runs, id)?.state !== 'complete'),
    world,
  );
  if (run === undefined) return false;
  const folder = join(world.runs, run);
  writeFileSync(join(folder, '.run.json.0123456789ab.tmp'), '{"v":1');
  for (const symbol of symbolsOf(world.runs, run)) {
    writeFileSync(join(symbol.folder, '.checkpoint.json.0123456789ab.tmp'), '{');
    writeFileSync(join(symbol.folder, 'columns.bin.4194000.tmp'), 'x');
  }
  writeFileSync(
    join(world.runs, '.lock.json'),
    JSON.stringify({ pid: 4_194_000, host: 'elsewhere', boot_id: 'x', url: 'http://127.0.0.1:9' }),
  );
  world.count('stale files');
  world.did(`left stale files in ${readdirSync(folder).length} places of ${run}`);
  return true;
}
