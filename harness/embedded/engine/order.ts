import type { Security, SecuritySymbol } from './security.ts';

export type OrderType =
  | 'market'
  | 'limit'
  | 'stopMarket'
  | 'stopLimit'
  | 'marketOnOpen'
  | 'marketOnClose';

export type OrderStatus = 'new' | 'submitted' | 'filled' | 'canceled' | 'invalid' | 'cancelPending';

export interface Order {
  readonly id: number;
  readonly type: OrderType;
  readonly security: Security;
  /** Whole lots; negative sells. */
  readonly quantity: number;
  readonly limitPrice: number;
  readonly stopPrice: number;
  readonly tag: string;
  /** UTC milliseconds. */
  readonly time: number;
  status: OrderStatus;
  /** A stop-limit order whose stop was reached waits for its limit. */
  stopTriggered: boolean;
  /** Price of the fill; 0 until then. */
  price: number;
  fillTime: number;
  cancelTime: number;
}

/** Something that happened to an order. */
export interface OrderEvent {
  readonly orderId: number;
  readonly symbol: SecuritySymbol;
  /** UTC milliseconds. */
  readonly utcTime: number;
  readonly status: OrderStatus;
  readonly quantity: number;
  readonly fillPrice: number;
  readonly fillQuantity: number;
  readonly orderFee: number;
  readonly message: string;
  readonly ticket: OrderTicket;
}

/** The algorithm's hold on an order that it sent. */
export class OrderTicket {
  readonly #order: Order;
  readonly #cancel: (order: Order, tag: string) => boolean;

  constructor(order: Order, cancel: (order: Order, tag: string) => boolean) {
    this.#order = order;
    this.#cancel = cancel;
  }

  get orderId(): number {
    return this.#order.id;
  }

  get symbol(): SecuritySymbol {
    return this.#order.security.symbol;
  }

  get type(): OrderType {
    return this.#order.type;
  }

  get status(): OrderStatus {
    return this.#order.status;
  }

  get quantity(): number {
    return this.#order.quantity;
  }

  get quantityFilled(): number {
    return this.#order.status === 'filled' ? this.#order.quantity : 0;
  }

  get averageFillPrice(): number {
    return this.#order.price;
  }

  get tag(): string {
    return this.#order.tag;
  }

  /** Asks for the order to be cancelled; false where it is filled, cancelled or invalid. */
  cancel(tag = ''): boolean {
    return this.#cancel(this.#order, tag);
  }
}

export function isOpen(status: OrderStatus): boolean {
  return status === 'new' || status === 'submitted' || status === 'cancelPending';
}
