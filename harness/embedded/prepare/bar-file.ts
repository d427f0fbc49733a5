import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type DecodedArray, parquetMetadata, parquetRead, type SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { InputError } from '../../../runner/domain/errors.ts';
import { sharedFloat64 } from '../data/shared-columns.ts';
import type { StepBars } from '../steps/step-market.ts';

/** What a bar file says of itself; files of other tools say nothing. */
export interface BarFileNotes {
  readonly v: 1;
  readonly symbol: string;
  /** True where the bars were made up. */
  readonly synthetic: boolean;
  /** Where they come from, in words. */
  readonly source: string;
}

export interface BarFile {
  readonly bars: StepBars;
  readonly notes: BarFileNotes | null;
}

const NOTES_KEY = 'leantune';
const PRICES = ['open', 'high', 'low', 'close'] as const;
/** Names of the column of times; pandas calls an index without a name by the last one. */
const TIMES = ['time', 'timestamp', 'datetime', 'date', '__index_level_0__'];
const ROWS_IN_A_GROUP = 100_000;

/** `GER40_m1.parquet` in the folder. */
export function barFilePath(folder: string, symbol: string): string {
  return join(folder, `${symbol.toUpperCase()}_m1.parquet`);
}

/** Bars as a Parquet file: times in UTC, prices as doubles, packed with Snappy. */
export function barFileBytes(bars: StepBars, notes: BarFileNotes): Uint8Array {
  const time = BigInt64Array.from(bars.time, BigInt);
  const buffer = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 5 },
      {
        name: 'time',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        converted_type: 'TIMESTAMP_MILLIS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
      },
      ...PRICES.map((name) => ({
        name,
        type: 'DOUBLE' as const,
        repetition_type: 'REQUIRED' as const,
      })),
    ],
    columnData: [
      { name: 'time', data: time, encoding: 'DELTA_BINARY_PACKED' },
      ...PRICES.map((name) => ({ name, data: new Float64Array(bars[name]) })),
    ],
    rowGroupSize: ROWS_IN_A_GROUP,
    kvMetadata: [{ key: NOTES_KEY, value: JSON.stringify(notes) }],
    createdBy: 'leantune',
  });
  return new Uint8Array(buffer);
}

/**
 * Reads a file of one-minute bars into shared memory: ours, or one with a column of times and open,
 * high, low and close.
 * @throws InputError where it is no such file, or its times do not ascend
 */
export async function readBarFile(file: string): Promise<BarFile> {
  const content = await readFile(file);
  const buffer = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
  try {
    return await decode(buffer as ArrayBuffer, file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const found = (error as Error).message;
    throw new InputError(
      `Cannot read "${file}"`,
      [{ path: '', wanted: 'a Parquet file of bars', found }],
      { cause: error },
    );
  }
}

async function decode(file: ArrayBuffer, path: string): Promise<BarFile> {
  const metadata = parquetMetadata(file);
  const names = metadata.schema.slice(1).map(({ name }) => name);
  const timeName = names.find((name) => TIMES.includes(name.toLowerCase()));
  const columns = PRICES.map((name) => names.find((found) => found.toLowerCase() === name));
  if (timeName === undefined || columns.includes(undefined)) {
    const wanted = 'the columns time, open, high, low and close';
    throw new InputError(`Cannot read "${path}"`, [{ path: '', wanted, found: names.join(', ') }]);
  }
  const length = Number(metadata.num_rows);
  const time = sharedFloat64(length);
  const prices = PRICES.map(() => sharedFloat64(length));
  const targets = new Map([
    [timeName, time],
    ...columns.map((name, at) => [name as string, prices[at] as Float64Array] as const),
  ]);
  const { schema, toMillis } = withoutDates(metadata.schema, timeName);
  await parquetRead({
    file,
    metadata: { ...metadata, schema },
    columns: [...targets.keys()],
    onChunk: ({ columnName, columnData, rowStart }) => {
      const target = targets.get(columnName) as Float64Array;
      if (columnName === timeName) writeTimes(target, columnData, { from: rowStart, toMillis });
      else if (columnData instanceof Float64Array) target.set(columnData, rowStart);
      else target.set(Array.from(columnData, Number), rowStart);
    },
  });
  const [open, high, low, close] = prices as [Column, Column, Column, Column];
  const bars = { length, time, open, high, low, close };
  requireBars(bars, path);
  return { bars, notes: notesOf(metadata.key_value_metadata ?? []) };
}

type Column = ReturnType<typeof sharedFloat64>;

/** The column of times as the numbers that it is stored as: a million dates take longer than all the rest. */
function withoutDates(schema: readonly SchemaElement[], timeName: string) {
  const element = schema.find(({ name }) => name === timeName);
  const unit = unitOf(element);
  if (element === undefined || unit === null) return { schema: [...schema], toMillis: 1 };
  const { converted_type: _, logical_type: __, ...plain } = element;
  const bare = schema.map((one) => (one === element ? plain : one));
  return { schema: bare, toMillis: MILLIS[unit] };
}

/** How many of a unit are a millisecond. */
const MILLIS = { MILLIS: 1, MICROS: 1_000, NANOS: 1_000_000 } as const;

/** Null where the times are not stored as whole numbers since 1970. */
function unitOf(element: SchemaElement | undefined): keyof typeof MILLIS | null {
  if (element?.type !== 'INT64') return null;
  if (element.logical_type?.type === 'TIMESTAMP') return element.logical_type.unit;
  if (element.converted_type === 'TIMESTAMP_MILLIS') return 'MILLIS';
  return element.converted_type === 'TIMESTAMP_MICROS' ? 'MICROS' : null;
}

function writeTimes(
  target: Float64Array,
  times: DecodedArray,
  { from, toMillis }: { readonly from: number; readonly toMillis: number },
): void {
  if (toMillis === 1) {
    for (let row = 0; row < times.length; row++) target[from + row] = Number(times[row]);
    return;
  }
  // Nanoseconds since 1970 are no doubles any more.
  const divisor = BigInt(toMillis);
  for (let row = 0; row < times.length; row++) {
    target[from + row] = Number(BigInt(times[row]) / divisor);
  }
}

function requireBars({ time, open, length }: StepBars, file: string): void {
  let wrong = length === 0 ? 0 : -1;
  for (let bar = 0; bar < length && wrong === -1; bar++) {
    const ascends = bar === 0 || (time[bar] as number) > (time[bar - 1] as number);
    if (!ascends || Number.isNaN(open[bar])) wrong = bar;
  }
  if (wrong === -1) return;
  const found = length === 0 ? 'none' : `row ${wrong + 1} out of order, twice or empty`;
  throw new InputError(`Cannot read "${basename(file)}"`, [
    { path: '', wanted: 'bars, each later than the one before', found },
  ]);
}

function notesOf(entries: readonly { key: string; value?: string }[]): BarFileNotes | null {
  const text = entries.find(({ key }) => key === NOTES_KEY)?.value;
  if (text === undefined) return null;
  const notes = JSON.parse(text) as BarFileNotes;
  return notes.v === 1 ? notes : null;
}
