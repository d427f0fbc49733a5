import { field } from './result-curves.ts';

/** A closed trade of a result. Times are Unix seconds, money is in account currency. */
export interface ResultTrade {
  readonly symbol: string;
  readonly direction: 'long' | 'short';
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  readonly quantity: number;
  readonly profit: number;
  readonly fees: number;
  /** The most that it was down and up while it was open; null where nobody measured it. */
  readonly mae: number | null;
  readonly mfe: number | null;
  /** What the strategy tells of it beside that, such as the reason of its exit; absent: nothing. */
  readonly notes?: Readonly<Record<string, string | number>>;
}

/** An order of a result. */
export interface ResultOrder {
  readonly id: number;
  readonly symbol: string;
  /** LEAN's name of the order type, such as `Market`; its number where it is none we know. */
  readonly type: string;
  readonly status: string;
  readonly time: number;
  /** Negative sells. */
  readonly quantity: number;
  /** Average price of its fills, 0 without any. */
  readonly price: number;
  readonly tag: string;
}

/** At most `most` of a list, its first ones, and how many there are. */
export interface Some<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** LEAN's OrderType and OrderStatus, by their numbers. */
const TYPES = [
  ...['Market', 'Limit', 'Stop market', 'Stop limit', 'Market on open', 'Market on close'],
  ...['Option exercise', 'Limit if touched', 'Combo market', 'Combo limit', 'Combo leg limit'],
  'Trailing stop',
];
const STATUSES = new Map([
  [0, 'New'],
  [1, 'Submitted'],
  [2, 'Partially filled'],
  [3, 'Filled'],
  [5, 'Canceled'],
  [6, 'None'],
  [7, 'Invalid'],
  [8, 'Cancel pending'],
  [9, 'Update submitted'],
]);

/** Closed trades of a result in the shape of LEAN's result JSON, in its order. */
export function resultTrades(result: unknown, most: number): Some<ResultTrade> {
  const all = field(field(result, 'totalPerformance'), 'closedTrades');
  const trades: readonly unknown[] = Array.isArray(all) ? all : [];
  const told = field(result, 'trades');
  // Strategies of steps tell of each trade once more, in the same order.
  const notes = Array.isArray(told) && told.length === trades.length ? told : [];
  return some(trades, most, (trade, place) => tradeOf(trade, notes[place]));
}

/** What stands in a trade's own columns already. */
const TOLD = new Set([
  'direction',
  'entryTime',
  'entryPrice',
  'exitTime',
  'exitPrice',
  'gain',
  'quantity',
]);

function notesOf(told: unknown): Pick<ResultTrade, 'notes'> {
  if (typeof told !== 'object' || told === null) return {};
  const own = Object.entries(told).filter(
    ([name, value]) => !TOLD.has(name) && (typeof value === 'string' || Number.isFinite(value)),
  );
  return own.length === 0 ? {} : { notes: Object.fromEntries(own) };
}

/** Orders of the same, in the order of their ids. */
export function resultOrders(result: unknown, most: number): Some<ResultOrder> {
  const orders = field(result, 'orders');
  const all = typeof orders === 'object' && orders !== null ? Object.values(orders) : [];
  return some(all, most, orderOf);
}

function some<Row>(
  all: readonly unknown[],
  most: number,
  read: (value: unknown, place: number) => Row | null,
): Some<Row> {
  const rows = all.slice(0, most).flatMap((value, place) => read(value, place) ?? []);
  return { total: all.length, rows };
}

function tradeOf(trade: unknown, told: unknown): ResultTrade | null {
  const [entryTime, exitTime] = [timeOf(trade, 'entryTime'), timeOf(trade, 'exitTime')];
  if (entryTime === null || exitTime === null) return null;
  const symbols = field(trade, 'symbols');
  const symbol = Array.isArray(symbols) ? symbols[0] : field(trade, 'symbol');
  const direction = field(trade, 'direction');
  return {
    symbol: nameOf(symbol),
    direction: direction === 1 || String(direction).toLowerCase() === 'short' ? 'short' : 'long',
    entryTime,
    entryPrice: numberOf(trade, 'entryPrice') ?? 0,
    exitTime,
    exitPrice: numberOf(trade, 'exitPrice') ?? 0,
    quantity: numberOf(trade, 'quantity') ?? 0,
    profit: numberOf(trade, 'profitLoss') ?? 0,
    fees: numberOf(trade, 'totalFees') ?? 0,
    mae: numberOf(trade, 'mae'),
    mfe: numberOf(trade, 'mfe'),
    ...notesOf(told),
  };
}

function orderOf(order: unknown): ResultOrder | null {
  const [id, time] = [numberOf(order, 'id'), timeOf(order, 'time')];
  if (id === null || time === null) return null;
  const [type, status] = [field(order, 'type'), field(order, 'status')];
  return {
    id,
    symbol: nameOf(field(order, 'symbol')),
    type: TYPES[Number(type)] ?? String(type),
    status: STATUSES.get(Number(status)) ?? String(status),
    time,
    quantity: numberOf(order, 'quantity') ?? 0,
    price: numberOf(order, 'price') ?? 0,
    tag: String(field(order, 'tag') ?? ''),
  };
}

function nameOf(symbol: unknown): string {
  return typeof symbol === 'string' ? symbol : String(field(symbol, 'value') ?? '');
}

function numberOf(value: unknown, name: string): number | null {
  const found = field(value, name);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

function timeOf(value: unknown, name: string): number | null {
  const ms = Date.parse(String(field(value, name)));
  return Number.isNaN(ms) ? null : ms / 1000;
}
