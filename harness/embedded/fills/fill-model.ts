import type { BarColumns } from '../data/columns.ts';
import type { ModelOrder, ModelSecurity } from '../fees/model-order.ts';
import type { SlippageModel } from '../slippage/slippage-model.ts';

/** What fill models look at in a security. */
export interface FillSecurity extends ModelSecurity {
  readonly columns: BarColumns;
  /** Position of the last bar in the columns, and of the last one that came from data. */
  readonly index: number;
  readonly dataIndex: number;
  /** Length of a bar in ms. */
  readonly period: number;
  readonly hours: {
    isOpen(utc: number): boolean;
    nextClose(utc: number): number;
    isSameDay(utc: number, other: number): boolean;
  };
  readonly slippageModel: SlippageModel;
}

/** What they look at in an order, and note in it. */
export interface FillOrder extends ModelOrder {
  readonly security: FillSecurity;
  readonly triggerPrice: number;
  /** Whether the exchange was open when it was sent. */
  readonly wasOpen: boolean;
  stopTriggered: boolean;
  triggerTouched: boolean;
  /** Draws the stop of a trailing order after a price that is better than before. */
  trail(price: number): void;
}

/** Says when and at which price orders are filled. Strategies may bring their own. */
export interface FillModel {
  /**
   * Price at which an order is filled now, or NaN where it is not. Called at every slice and when the
   * order is sent.
   * @param now UTC milliseconds
   */
  fill(order: FillOrder, now: number): number;
}
