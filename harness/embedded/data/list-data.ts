import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataListing, ListedData } from '../../../runner/domain/data-listing.ts';
import { messageOf } from '../../../runner/domain/errors.ts';
import { unzipFirst } from './unzip-first.ts';
import { dashed, weekdayGaps } from './weekday-gaps.ts';

/** More symbols than anybody reads a list of. */
const MOST_SYMBOLS = 5_000;
const RESOLUTIONS: ReadonlySet<string> = new Set(['daily', 'hour', 'minute', 'second', 'tick']);
const TYPES: ReadonlySet<string> = new Set([
  'equity',
  'forex',
  'cfd',
  'crypto',
  'cryptofuture',
  'future',
  'index',
  'option',
]);
const NEWLINE = 10;
const DAY_FILE = /^(\d{8})_.+\.zip$/;

type Place = Pick<ListedData, 'security_type' | 'market' | 'resolution'>;

/** Looks through a folder in LEAN's layout: which symbols there are, from when to when, and holes. */
export async function listData(folder: string): Promise<DataListing> {
  const root = await stat(folder).catch(() => null);
  if (root === null) return { folder, there: false, entries: [], cut: false };
  const entries: ListedData[] = [];
  for (const place of await placesIn(folder)) {
    const path = join(folder, place.security_type, place.market, place.resolution);
    for (const entry of await entriesOf(path)) {
      if (entries.length >= MOST_SYMBOLS) return { folder, there: true, entries, cut: true };
      const listed = await listOne(path, entry, place);
      if (listed !== null) entries.push(listed);
    }
  }
  return { folder, there: true, entries, cut: false };
}

async function placesIn(folder: string): Promise<Place[]> {
  const places: Place[] = [];
  for (const type of await foldersOf(folder)) {
    if (!TYPES.has(type)) continue;
    for (const market of await foldersOf(join(folder, type))) {
      for (const resolution of await foldersOf(join(folder, type, market))) {
        if (RESOLUTIONS.has(resolution)) places.push({ security_type: type, market, resolution });
      }
    }
  }
  return places;
}

async function listOne(path: string, entry: Dirent, place: Place): Promise<ListedData | null> {
  const at = join(path, entry.name);
  if (entry.isDirectory()) return listDays(at, entry.name, place);
  if (!entry.name.endsWith('.zip')) return null;
  const symbol = entry.name.replace(/(?:_(?:trade|quote|openinterest))?\.zip$/, '');
  const { size } = await stat(at);
  const base = { ...place, symbol, files: 1, bytes: size };
  try {
    return { ...base, ...barsIn(unzipFirst(await readFile(at)) ?? new Uint8Array()) };
  } catch (error) {
    return { ...base, ...NOTHING, problem: messageOf(error) };
  }
}

const NOTHING = {
  bars: null,
  first: null,
  last: null,
  missing_weekdays: null,
  longest_gap: null,
  problem: null,
} as const;

/** A file with a line for each bar; each begins with its day. */
function barsIn(csv: Uint8Array): Omit<ListedData, keyof Place | 'symbol' | 'files' | 'bytes'> {
  const days: string[] = [];
  let bars = 0;
  for (let start = 0; start < csv.length; ) {
    const next = csv.indexOf(NEWLINE, start);
    const end = next === -1 ? csv.length : next;
    const day = String.fromCharCode(...csv.subarray(start, Math.min(end, start + 8)));
    if (/^\d{8}$/.test(day)) {
      bars++;
      if (days.at(-1) !== day) days.push(day);
    }
    start = end + 1;
  }
  return { ...spanOf(days), bars, problem: bars === 0 ? 'no bars in it' : null };
}

/** A folder with a zip for each day. */
async function listDays(path: string, symbol: string, place: Place): Promise<ListedData | null> {
  const names = (await entriesOf(path)).filter((entry) => entry.isFile()).map(({ name }) => name);
  const days = [...new Set(names.flatMap((name) => DAY_FILE.exec(name)?.[1] ?? []))].sort();
  if (days.length === 0) return null;
  let bytes = 0;
  for (const name of names) bytes += (await stat(join(path, name))).size;
  const span = spanOf(days);
  return { ...place, symbol, files: names.length, bytes, bars: null, ...span, problem: null };
}

function spanOf(days: readonly string[]) {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return NOTHING;
  return { first: dashed(first), last: dashed(last), ...weekdayGaps(days) };
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function foldersOf(folder: string): Promise<string[]> {
  return (await entriesOf(folder)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
