import type { OrderTicket } from '../engine/order.ts';

/** Says when and at which price orders are filled. Strategies may bring their own. */
export interface FillModel {
  /**
   * Price at which an order is filled now, or NaN where it is not. Called at every slice and when the
   * order is sent.
   * @param now UTC milliseconds
   */
  fill(order: OrderTicket, now: number): number;
}
