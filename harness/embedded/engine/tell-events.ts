import { Algorithm } from '../leantune.ts';
import { inStrategy } from './phase.ts';
import type { Slice } from './slice.ts';

export type EventReceiver = Pick<
  Algorithm,
  'onSymbolChangedEvents' | 'onSplits' | 'onDividends' | 'onDelistings'
>;

/** Whether an algorithm has a handler for what happens to securities beside their prices. */
export function wantsEvents(algorithm: EventReceiver): boolean {
  const silent: EventReceiver = Algorithm.prototype;
  return (
    algorithm.onSymbolChangedEvents !== silent.onSymbolChangedEvents ||
    algorithm.onSplits !== silent.onSplits ||
    algorithm.onDividends !== silent.onDividends ||
    algorithm.onDelistings !== silent.onDelistings
  );
}

/** Tells what happened to securities beside their prices, before `onData` does. */
export function tellEvents(algorithm: EventReceiver, slice: Slice): void {
  if (!slice.hasEvents) return;
  const { symbolChangedEvents, splits, dividends, delistings } = slice;
  inStrategy(() => {
    if (symbolChangedEvents.length > 0) algorithm.onSymbolChangedEvents(symbolChangedEvents);
    if (splits.length > 0) algorithm.onSplits(splits);
    if (dividends.length > 0) algorithm.onDividends(dividends);
    if (delistings.length > 0) algorithm.onDelistings(delistings);
  });
}
