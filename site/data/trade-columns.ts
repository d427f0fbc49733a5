import type { ResultTrade } from '../../runner/server/evaluation-views.ts';
import { ABSENT, formatDuration, formatNumber, formatValue } from './format.ts';

export const TRADE_KEYS = [
  'number',
  'direction',
  'entry',
  'exit',
  'held',
  'quantity',
  'entryPrice',
  'exitPrice',
  'profit',
  'fees',
  'mae',
  'mfe',
] as const;
export type TradeKey = (typeof TRADE_KEYS)[number];

/** A trade with its place in the result, from 1. */
export interface NumberedTrade extends ResultTrade {
  readonly number: number;
}

export interface TradeColumn {
  readonly key: TradeKey;
  readonly label: string;
  /** What the label leaves out. */
  readonly title?: string;
  readonly numeric: boolean;
  readonly value: (trade: NumberedTrade) => number | string | null;
  readonly text: (trade: NumberedTrade) => string;
}

const money = (amount: number | null) => formatNumber(amount, 2);
const price = (amount: number) => formatValue(amount, 7);

/** Day and minute in UTC. */
export function momentText(seconds: number): string {
  const text = new Date(seconds * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

export const TRADE_COLUMNS: readonly TradeColumn[] = [
  {
    key: 'number',
    label: 'No.',
    numeric: true,
    value: ({ number }) => number,
    text: ({ number }) => formatNumber(number),
  },
  {
    key: 'direction',
    label: 'Side',
    numeric: false,
    value: ({ direction }) => direction,
    text: ({ direction }) => (direction === 'long' ? '▲ long' : '▼ short'),
  },
  {
    key: 'entry',
    label: 'Entry, UTC',
    numeric: true,
    value: ({ entryTime }) => entryTime,
    text: ({ entryTime }) => momentText(entryTime),
  },
  {
    key: 'exit',
    label: 'Exit, UTC',
    numeric: true,
    value: ({ exitTime }) => exitTime,
    text: ({ exitTime }) => momentText(exitTime),
  },
  {
    key: 'held',
    label: 'Held',
    numeric: true,
    value: (trade) => trade.exitTime - trade.entryTime,
    text: (trade) => formatDuration(trade.exitTime - trade.entryTime),
  },
  {
    key: 'quantity',
    label: 'Quantity',
    numeric: true,
    value: ({ quantity }) => quantity,
    text: ({ quantity }) => formatValue(quantity, 7),
  },
  {
    key: 'entryPrice',
    label: 'Entry price',
    numeric: true,
    value: ({ entryPrice }) => entryPrice,
    text: ({ entryPrice }) => price(entryPrice),
  },
  {
    key: 'exitPrice',
    label: 'Exit price',
    numeric: true,
    value: ({ exitPrice }) => exitPrice,
    text: ({ exitPrice }) => price(exitPrice),
  },
  {
    key: 'profit',
    label: 'P&L',
    title: 'Profit and loss',
    numeric: true,
    value: ({ profit }) => profit,
    text: ({ profit }) => (profit > 0 ? `+${money(profit)}` : money(profit)),
  },
  {
    key: 'fees',
    label: 'Fees',
    numeric: true,
    value: ({ fees }) => fees,
    text: ({ fees }) => money(fees),
  },
  {
    key: 'mae',
    label: 'MAE',
    title: 'Maximum adverse excursion: the most it was down while it was open',
    numeric: true,
    value: ({ mae }) => mae,
    text: ({ mae }) => (mae === null ? ABSENT : money(mae)),
  },
  {
    key: 'mfe',
    label: 'MFE',
    title: 'Maximum favourable excursion: the most it was up while it was open',
    numeric: true,
    value: ({ mfe }) => mfe,
    text: ({ mfe }) => (mfe === null ? ABSENT : money(mfe)),
  },
];

/** Notes beside the columns that every trade has, in the order in which they first come. */
export function noteNames(trades: readonly ResultTrade[]): readonly string[] {
  return [...new Set(trades.flatMap(({ notes = {} }) => Object.keys(notes)))];
}

/** A note as it stands in its column. */
export function noteText({ notes = {} }: ResultTrade, name: string): string {
  return formatValue(notes[name], 6);
}

/** Numbered in the order of the result, then sorted; what was not measured comes last. */
export function sortedTrades(
  trades: readonly ResultTrade[],
  sort: TradeKey,
  descending: boolean,
): readonly NumberedTrade[] {
  const numbered = trades.map((trade, index) => ({ ...trade, number: index + 1 }));
  const column = TRADE_COLUMNS.find(({ key }) => key === sort);
  if (column === undefined) return numbered;
  const sign = descending ? -1 : 1;
  return numbered.sort((a, b) => {
    const [one, other] = [column.value(a), column.value(b)];
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null) || a.number - b.number;
    }
    if (one === other) return a.number - b.number;
    return one < other ? -sign : sign;
  });
}
