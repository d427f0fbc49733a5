import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError, messageOf } from '../../../runner/domain/errors.ts';
import { findDelimiter, splitLine } from '../import/split-line.ts';
import type { NewsEvent } from './news-event.ts';

/** Names under which a calendar lies beside bar files. */
const NAMES = ['news.csv', 'news.json'];

/** The calendar in a data folder; null where there is none. */
export function newsFile(folder: string): string | null {
  return NAMES.map((name) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/**
 * Reads an economic calendar: CSV with headings, or JSON with a list of objects. Each entry has
 * time, currency, impact and title; times without a zone are in UTC.
 * @throws InputError that names the first entries which hold no event
 */
export function readNews(file: string): NewsEvent[] {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const rows = /\.json$/i.test(file) ? jsonRows(text, file) : csvRows(text, file);
  const events: NewsEvent[] = [];
  const problems: { path: string; wanted: string; found: string; line: number }[] = [];
  for (const { fields, line } of rows) {
    const event = eventOf(fields);
    if (typeof event !== 'string') events.push(event);
    else
      problems.push({ path: basename(file), wanted: event, found: JSON.stringify(fields), line });
  }
  if (problems.length > 0) {
    throw new InputError(`Cannot read calendar "${file}"`, problems.slice(0, 10));
  }
  return events.sort((a, b) => a.time - b.time);
}

interface Row {
  readonly fields: Readonly<Record<string, string>>;
  readonly line: number;
}

/** Headings of other calendars, and what they are here. */
const HEADINGS: Readonly<Record<string, string>> = {
  datetime: 'time',
  timestamp: 'time',
  date_time: 'time',
  country: 'currency',
  importance: 'impact',
  event: 'title',
  name: 'title',
};

function csvRows(text: string, file: string): Row[] {
  const lines = text.split(/\r?\n/);
  // Titles are free text, so that few lines may be regular; one column needs no delimiter.
  const [heading = ''] = lines;
  const delimiter =
    findDelimiter([heading]) ?? [';', '\t', ','].find((one) => heading.includes(one));
  if (delimiter === undefined) return refuse(file, heading);
  const names = splitLine(heading, delimiter).map((name) => headingOf(name));
  const isWhole = ['currency', 'impact'].every((name) => names.includes(name));
  if (!isWhole || !(names.includes('time') || names.includes('date'))) return refuse(file, heading);
  return lines.slice(1).flatMap((content, index) => {
    if (content.trim() === '') return [];
    const values = splitLine(content, delimiter);
    const fields = Object.fromEntries(names.map((name, column) => [name, values[column] ?? '']));
    return [{ fields, line: index + 2 }];
  });
}

function headingOf(text: string): string {
  const name = text.trim().toLowerCase().replaceAll(' ', '_');
  return HEADINGS[name] ?? name;
}

function refuse(file: string, found: string): never {
  throw new InputError(`Cannot read calendar "${file}"`, [
    { path: '', wanted: 'the headings time, currency, impact and title', found: `"${found}"` },
  ]);
}

function jsonRows(text: string, file: string): Row[] {
  const value = jsonOf(text, file);
  const list = Array.isArray(value) ? value : (value as { events?: unknown })?.events;
  if (!Array.isArray(list)) return refuse(file, text.slice(0, 60));
  const rows = list.map((entry: unknown, index) => {
    const pairs = Object.entries(Object(entry)).map(([name, found]) => [
      headingOf(name),
      String(found),
    ]);
    return { fields: Object.fromEntries(pairs) as Row['fields'], line: index + 1 };
  });
  const isWhole = rows.length === 0 || rows.some(({ fields }) => 'impact' in fields);
  return isWhole ? rows : refuse(file, text.slice(0, 60));
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `Cannot read calendar "${file}"`,
      [{ path: '', wanted: 'JSON', found: messageOf(error) }],
      { cause: error },
    );
  }
}

const IMPACTS: Readonly<Record<string, NewsEvent['impact']>> = {
  high: 'high',
  '3': 'high',
  red: 'high',
  medium: 'medium',
  moderate: 'medium',
  '2': 'medium',
  orange: 'medium',
  low: 'low',
  '1': 'low',
  yellow: 'low',
  none: 'none',
  holiday: 'none',
  '0': 'none',
  '': 'none',
};

/** The event, or what was wanted in its place. */
function eventOf(fields: Row['fields']): NewsEvent | string {
  const time = momentOf([fields['date'], fields['time']].filter(Boolean).join(' '));
  if (Number.isNaN(time)) return 'a time such as 2024-03-08T13:30:00Z';
  const currency = (fields['currency'] ?? '').trim().toUpperCase();
  if (!/^[A-Z]{2,4}$/.test(currency)) return 'a currency such as EUR';
  const impact =
    IMPACTS[
      (fields['impact'] ?? '')
        .trim()
        .toLowerCase()
        .replace(/ impact.*$/, '')
    ];
  if (impact === undefined) return 'an impact of high, medium, low or none';
  return { time, currency, impact, title: fields['title'] ?? '' };
}

const MOMENT =
  /^(\d{4})[-/.](\d\d)[-/.](\d\d)[T ](\d\d?):(\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/;

function momentOf(text: string): number {
  const match = MOMENT.exec(text.trim());
  if (match === null) return Number.NaN;
  const [, year, month, day, hour = '', minute, second = ':00', zone = 'Z'] = match;
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  return Date.parse(`${year}-${month}-${day}T${hour.padStart(2, '0')}:${minute}${second}${offset}`);
}
