import { STATUSES } from '../run/columns-layout.ts';
import type { SearchCursor } from './search-cursor.ts';

/** A time without any backtest this long is a pause: the run was stopped, or waited for room. */
const PAUSE_MS = 10_000;
/** A pause that is seen anyway needs no cut. */
const PAUSE_SHARE = 0.02;

/** When each evaluation of a search was carried out, oldest end first; places in all lists agree. */
export interface SlotCourse {
  readonly count: number;
  /** Slots by number, ascending; 0 is one that nobody noted. */
  readonly slots: readonly number[];
  readonly ids: Float64Array;
  /** Place in `slots`. */
  readonly slot: Uint16Array;
  /** Milliseconds since the first began, pauses cut out. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly stage: Uint8Array;
  /** Place in `STATUSES`. */
  readonly status: Uint8Array;
  /** When the first began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Length of the whole without pauses, in milliseconds. */
  readonly length: number;
  /** Where time was cut out: [milliseconds since the first began, how many were cut]. */
  readonly pauses: readonly (readonly [at: number, ms: number])[];
}

/**
 * What a line says is when an evaluation was written and how long its backtest took. A slot does one
 * after the other, so of those that came back together each ended when the next began.
 */
export function slotCourse(cursor: SearchCursor): SlotCourse {
  const rows = collect(cursor);
  const order = byEnd(rows.at);
  const pick = <Kind extends Uint8Array | Uint16Array | Float64Array>(column: Kind): Kind =>
    column.map((_, place) => column[order[place] as number] as number) as Kind;
  const [ends, ms, numbers] = [pick(rows.at), pick(rows.ms), pick(rows.slot)];
  const slots = [...new Set(numbers)].sort((a, b) => a - b);
  const places = new Map(slots.map((number, place) => [number, place]));
  const slot = numbers.map((number) => places.get(number) as number);
  const { from, to } = laidOut({ ends, ms, slot }, slots.length);
  const cut = cutPauses(from, to);
  return {
    count: order.length,
    slots,
    ids: pick(rows.ids),
    slot,
    stage: pick(rows.stage),
    status: pick(rows.status),
    from,
    to,
    ...cut,
  };
}

function collect(cursor: SearchCursor) {
  const lists = {
    ids: [] as number[],
    at: [] as number[],
    ms: [] as number[],
    slot: [] as number[],
    stage: [] as number[],
    status: [] as number[],
  };
  cursor.visit((row) => {
    lists.ids.push(row.id);
    lists.at.push(row.at);
    lists.ms.push(Math.max(0, row.ms));
    lists.slot.push(row.slot);
    lists.stage.push(row.stage);
    lists.status.push(STATUSES.indexOf(row.status));
  });
  return {
    ids: Float64Array.from(lists.ids),
    at: Float64Array.from(lists.at),
    ms: Float64Array.from(lists.ms),
    slot: Uint16Array.from(lists.slot),
    stage: Uint8Array.from(lists.stage),
    status: Uint8Array.from(lists.status),
  };
}

/** Places in the order of time; of equals in the order of ids. */
function byEnd(at: Float64Array): Uint32Array {
  const order = Uint32Array.from(at.keys());
  const isSorted = at.every((end, place) => place === 0 || end >= (at[place - 1] as number));
  return isSorted ? order : order.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
}

function laidOut(
  { ends, ms, slot }: { ends: Float64Array; ms: Float64Array; slot: Uint16Array },
  slots: number,
): { from: Float64Array; to: Float64Array } {
  const [from, to] = [new Float64Array(ends.length), new Float64Array(ends.length)];
  const next = new Float64Array(slots).fill(Number.POSITIVE_INFINITY);
  for (let place = ends.length - 1; place >= 0; place--) {
    const own = slot[place] as number;
    to[place] = Math.min(ends[place] as number, next[own] as number);
    from[place] = (to[place] as number) - (ms[place] as number);
    next[own] = from[place] as number;
  }
  return { from, to };
}

/** Makes times those since the first began, without pauses. */
function cutPauses(
  from: Float64Array,
  to: Float64Array,
): Pick<SlotCourse, 'startedAt' | 'length' | 'pauses'> {
  const { startedAt, gaps, end } = gapsOf(from, to);
  const least = Math.max(PAUSE_MS, PAUSE_SHARE * (end - startedAt));
  const pauses = gaps.filter(({ ms }) => ms >= least);
  const shift = (times: Float64Array): void => {
    for (const [place, time] of times.entries()) times[place] = time - startedAt - before(time);
  };
  const before = (time: number): number => {
    let sum = 0;
    for (const { at, ms } of pauses) {
      if (at >= time) break;
      sum += ms;
    }
    return sum;
  };
  const cut = pauses.map(({ at, ms }) => [at - startedAt - before(at), ms] as const);
  const length = Math.max(0, end - startedAt - pauses.reduce((sum, { ms }) => sum + ms, 0));
  shift(from);
  shift(to);
  return { startedAt, length, pauses: cut };
}

interface Gap {
  readonly at: number;
  readonly ms: number;
}

/** Times without any backtest, oldest first: whatever ends after one began after it, too. */
function gapsOf(
  from: Float64Array,
  to: Float64Array,
): { startedAt: number; end: number; gaps: readonly Gap[] } {
  const order = byEnd(to);
  const gaps: Gap[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (let place = order.length - 1; place >= 0; place--) {
    const own = order[place] as number;
    const ms = first - (to[own] as number);
    if (ms > PAUSE_MS && Number.isFinite(ms)) gaps.push({ at: to[own] as number, ms });
    first = Math.min(first, from[own] as number);
  }
  const end = order.length === 0 ? 0 : (to[order.at(-1) as number] as number);
  return { startedAt: Number.isFinite(first) ? first : 0, end, gaps: gaps.reverse() };
}
