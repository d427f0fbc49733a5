import type { Algorithm } from '../leantune.ts';
import type { Slice } from './slice.ts';

export type EventReceiver = Pick<
  Algorithm,
  'onSymbolChangedEvents' | 'onSplits' | 'onDividends' | 'onDelistings'
>;

/** Tells what happened to securities beside their prices, before `onData` does. */
export function tellEvents(algorithm: EventReceiver, slice: Slice): void {
  const { symbolChangedEvents, splits, dividends, delistings } = slice;
  if (symbolChangedEvents.length > 0) algorithm.onSymbolChangedEvents(symbolChangedEvents);
  if (splits.length > 0) algorithm.onSplits(splits);
  if (dividends.length > 0) algorithm.onDividends(dividends);
  if (delistings.length > 0) algorithm.onDelistings(delistings);
}
