import { type Columns, FIELDS, type Field } from './file-format.ts';
import { zoneNamed } from './place-times.ts';

/**
 * Headings in small letters without anything but letters and digits, the most telling first; the
 * German ones are what brokers there write.
 */
const NAMES: Readonly<Record<Field | 'moment', readonly string[]>> = {
  moment: [
    'datetime',
    'timestamp',
    'unix',
    'unixtimestamp',
    'unixtime',
    'epoch',
    'opentime',
    'gmttime',
    'utctime',
    'timeutc',
    'datetimeutc',
    'timestamputc',
    'utc',
    'localtime',
    'bartime',
    'ts',
    't',
  ],
  date: [
    'date',
    'day',
    'dateutc',
    'tradingday',
    'tradedate',
    'tradingdate',
    'dtyyyymmdd',
    'ymd',
    'd',
    'datum',
  ],
  time: ['time', 'timeofday', 'hour', 'hhmm', 'hhmmss', 'timestart', 'zeit', 'uhrzeit'],
  open: ['open', 'o', 'openprice', 'first', 'bidopen', 'openbid', 'eroffnung', 'eroffnungskurs'],
  high: ['high', 'h', 'max', 'highprice', 'bidhigh', 'highbid', 'hoch', 'hochst'],
  low: ['low', 'l', 'min', 'lowprice', 'bidlow', 'lowbid', 'tief', 'tiefst'],
  close: [
    'close',
    'c',
    'last',
    'closelast',
    'closeprice',
    'price',
    'settle',
    'bidclose',
    'closebid',
    'schluss',
    'schlusskurs',
  ],
  volume: [
    'volume',
    'vol',
    'v',
    'totalvolume',
    'quantity',
    'tickvol',
    'tickvolume',
    'ticks',
    'volumen',
  ],
};

/** `<TICKVOL>`, `Close/Last`, `Time (EET)` and the like, as they stand in the table of names. */
function plainName(heading: string): string {
  const bare = heading.replace(/\([^)]*\)/g, '').trim();
  const named = bare === '' ? heading : bare;
  return named
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** The columns that headings name; null where a date or a price is not among them. */
export function columnsByName(headings: readonly string[]): Columns | null {
  const plain = headings.map(plainName);
  const find = (names: readonly string[]): number =>
    names.map((name) => plain.indexOf(name)).find((index) => index !== -1) ?? -1;
  const found = Object.fromEntries(FIELDS.map((field) => [field, find(NAMES[field])]));
  const columns = { ...(found as Record<Field, number>) };
  if (columns.volume === -1) columns.volume = plain.findIndex((name) => name.startsWith('volume'));
  const moment = find(NAMES.moment);
  if (moment !== -1) Object.assign(columns, { date: moment, time: -1 });
  else if (columns.date === -1) Object.assign(columns, { date: columns.time, time: -1 });
  return isComplete(columns) ? columns : null;
}

/**
 * The zone of times that headings name, such as `Gmt time` and `Time (EET)`; null where none. Short
 * names of America and Asia are taken for none: each is used for several zones.
 */
export function zoneInHeadings(headings: readonly string[], columns: Columns): string | null {
  const named = [columns.date, columns.time].map((index) => headings[index] ?? '');
  if (named.some((heading) => /utc|gmt/i.test(heading))) return 'UTC';
  const [zone] = named.flatMap(
    (heading) => /\(([EMCW]ET|\w+\/[\w+/-]+)\)/.exec(heading)?.[1] ?? [],
  );
  return zone !== undefined && isZone(zone) ? zone : null;
}

function isZone(id: string): boolean {
  try {
    zoneNamed(id);
    return true;
  } catch {
    return false;
  }
}

/** True where one of the fields is a heading that is known. */
export function hasHeading(fields: readonly string[]): boolean {
  const known = new Set(Object.values(NAMES).flat());
  return fields.filter((field) => known.has(plainName(field))).length >= 2;
}

/**
 * The columns of rows without headings: the first that looks like a date, the time of day where the
 * next one is one, then four prices and the volume.
 */
export function columnsByContent(row: readonly string[]): Columns | null {
  const date = row.findIndex(looksLikeDate);
  if (date === -1) return null;
  const time = /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$|^\d{6}$/.test(row[date + 1] ?? '') ? date + 1 : -1;
  const open = Math.max(date, time) + 1;
  if (!row.slice(open, open + 4).every(looksLikeNumber)) return null;
  if (row.length < open + 4) return null;
  const volume = looksLikeNumber(row[open + 4] ?? '') ? open + 4 : -1;
  return { date, time, open, high: open + 1, low: open + 2, close: open + 3, volume };
}

function isComplete(columns: Columns): boolean {
  return FIELDS.every((field) => field === 'time' || field === 'volume' || columns[field] !== -1);
}

function looksLikeDate(text: string): boolean {
  return /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)|^(19|20)\d{6}(\d{4}|\d{6})?(?!\d)|^\d{9,19}(\.\d+)?$/.test(
    text,
  );
}

function looksLikeNumber(text: string): boolean {
  return /^\$?[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?$/i.test(text);
}
