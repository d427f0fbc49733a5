import { afterAll, expect, it } from 'vitest';
import { timeZone } from '../../../../harness/embedded/data/time-zone.ts';
import type { Resolution } from '../../../../runner/domain/bar-import.ts';
import { fc } from '../../../fixtures/seeded-fc.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { type Bar, importContent, importedBars } from './imported-bars.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const BAR_MS = { minute: 60_000, hour: 3_600_000, daily: 86_400_000 };
const START = Date.parse('2010-01-13T00:00Z');

/** A price in 1/10000, as LEAN keeps those of equities. */
const price = fc.integer({ min: 1, max: 50_000_000 });

const bars = fc.record({
  resolution: fc.constantFrom<Resolution>('minute', 'hour', 'daily'),
  values: fc.array(
    fc.tuple(fc.tuple(price, price, price, price), fc.integer({ min: 0, max: 1e12 })),
    { minLength: 3, maxLength: 40 },
  ),
});

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  header: fc.boolean(),
  order: fc.constantFrom('ymd', 'mdy', 'dmy', 'iso', 'unix', 'unix-ms'),
  decimalComma: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quoted: fc.boolean(),
  zone: fc.constantFrom('America/New_York', 'UTC', 'Asia/Kolkata'),
  reversed: fc.boolean(),
  mark: fc.boolean(),
});

type Dialect = typeof dialect extends fc.Arbitrary<infer Value> ? Value : never;

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

function timeText(time: number, { order, zone }: Dialect, resolution: Resolution): string {
  const utc = timeZone('America/New_York').toUtc(time);
  const moment = resolution === 'daily' ? time : utc;
  if (order === 'unix') return String(moment / 1000);
  if (order === 'unix-ms') return String(moment);
  const local = new Date(resolution === 'daily' ? time : timeZone(zone).toLocal(utc));
  const parts = {
    y: pad(local.getUTCFullYear(), 4),
    m: pad(local.getUTCMonth() + 1),
    d: pad(local.getUTCDate()),
  };
  if (order === 'iso')
    return `${parts.y}-${parts.m}-${parts.d}T${local.toISOString().slice(11, 19)}`;
  const date = [...order].map((letter) => parts[letter as keyof typeof parts]);
  const separator = { ymd: '.', mdy: '/', dmy: '-' }[order] ?? '';
  return `${date.join(separator)} ${local.toISOString().slice(11, 16)}`;
}

function csvOf(rows: readonly Bar[], form: Dialect, resolution: Resolution): string {
  const number = (value: number): string =>
    form.decimalComma && form.delimiter !== ',' ? String(value).replace('.', ',') : String(value);
  const quote = (text: string): string => (form.quoted ? `"${text}"` : text);
  const lines = rows.map(([time, open, high, low, close, volume]) => {
    const prices = [open, high, low, close].map((value) => number(value));
    return [timeText(time, form, resolution), ...prices, String(volume)]
      .map(quote)
      .join(form.delimiter);
  });
  const ordered = form.reversed ? lines.toReversed() : lines;
  const heading = ['DateTime', 'Open', 'High', 'Low', 'Close', 'Volume'].map(quote);
  const all = form.header ? [heading.join(form.delimiter), ...ordered] : ordered;
  return `${form.mark ? '\ufeff' : ''}${all.join(form.lineEnd)}${form.lineEnd}`;
}

it('importBars() writes the bars that a CSV of any form holds', async () => {
  await fc.assert(
    fc.asyncProperty(bars, dialect, async ({ resolution, values }, form) => {
      const rows = values.map(([prices, volume], index): Bar => {
        const [a, b, c, d] = prices.toSorted((x, y) => x - y).map((value) => value / 10_000);
        return [START + index * BAR_MS[resolution], b!, d!, a!, c!, volume];
      });
      const report = await importContent(folder.path, csvOf(rows, form, resolution), {
        timezone: form.zone,
        resolution,
      });
      expect(report.bad_rows.shown).toEqual([]);
      expect(importedBars(report)).toEqual(rows);
    }),
    { numRuns: 150 },
  );
});
