/** What can be changed of an open order. */
export interface UpdateOrderFields {
  readonly quantity?: number;
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  readonly triggerPrice?: number;
  readonly trailingAmount?: number;
  readonly tag?: string;
}
