import type { Bar as Side } from '../engine/trade-bar.ts';
import type { ConsolidatorInput } from './consolidator-input.ts';

/** A bar that more is added to. */
class WorkingSide implements Side {
  open: number;
  high: number;
  low: number;
  close: number;

  constructor({ open, high, low, close }: Side) {
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
  }

  add({ high, low, close }: Side): void {
    if (high > this.high) this.high = high;
    if (low < this.low) this.low = low;
    this.close = close;
  }
}

/** A bar that is made of others; times by the exchange's clock, in ms. */
export class WorkingBar {
  readonly time: number;
  endTime: number;
  volume: number;
  readonly trades: WorkingSide;
  readonly bid: WorkingSide | null;
  readonly ask: WorkingSide | null;

  /** @param previous the bar before of quotes, with whose last quotes this one opens, as in LEAN */
  constructor(
    first: ConsolidatorInput,
    span: { readonly time: number; readonly endTime: number },
    previous: { readonly bid: Side; readonly ask: Side } | null,
  ) {
    this.time = span.time;
    this.endTime = span.endTime;
    this.volume = first.volume;
    this.trades = new WorkingSide(first);
    this.bid = first.bid === null ? null : opening(first.bid, previous?.bid);
    this.ask = first.ask === null ? null : opening(first.ask, previous?.ask);
  }

  add(bar: ConsolidatorInput): void {
    this.volume += bar.volume;
    this.trades.add(bar);
    if (bar.bid !== null) this.bid?.add(bar.bid);
    if (bar.ask !== null) this.ask?.add(bar.ask);
  }
}

function opening(first: Side, previous: Side | undefined): WorkingSide {
  if (previous === undefined || previous.close === 0) return new WorkingSide(first);
  const { close } = previous;
  const side = new WorkingSide({ open: close, high: close, low: close, close });
  side.add(first);
  return side;
}
