import { wholeLots } from './lots.ts';
import { orderPrice } from './order-price.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';

export type OrderType =
  | 'market'
  | 'limit'
  | 'stopMarket'
  | 'stopLimit'
  | 'marketOnOpen'
  | 'marketOnClose';

export type OrderStatus = 'new' | 'submitted' | 'filled' | 'canceled' | 'invalid' | 'cancelPending';

export interface OrderRequest {
  readonly type: OrderType;
  readonly security: Security;
  readonly quantity: number;
  readonly limitPrice?: number | undefined;
  readonly stopPrice?: number | undefined;
  readonly tag?: string | undefined;
}

/** Takes an order back; false where it is too late. */
type Cancel = (order: OrderTicket, tag: string) => boolean;

/** An order, and the algorithm's hold on it. Times are UTC milliseconds. */
export class OrderTicket {
  readonly orderId: number;
  readonly type: OrderType;
  readonly security: Security;
  /** Whole lots; negative sells. */
  readonly quantity: number;
  readonly limitPrice: number;
  readonly stopPrice: number;
  readonly time: number;
  /** Whether the exchange was open then. */
  readonly wasOpen: boolean;
  tag: string;
  status: OrderStatus = 'new';
  /** A stop-limit order whose stop was reached waits for its limit. */
  stopTriggered = false;
  /** Price of the fill; 0 until then. */
  averageFillPrice = 0;
  fillTime = 0;
  cancelTime = 0;
  readonly #cancel: Cancel;

  constructor(orderId: number, time: number, request: OrderRequest, cancel: Cancel) {
    const { lotSize } = request.security.properties;
    this.orderId = orderId;
    this.time = time;
    this.wasOpen = request.security.isOpen(time);
    this.type = request.type;
    this.security = request.security;
    this.quantity = wholeLots(request.quantity, lotSize);
    this.limitPrice = orderPrice(request.security, request.limitPrice ?? 0);
    this.stopPrice = orderPrice(request.security, request.stopPrice ?? 0);
    this.tag = request.tag ?? '';
    this.#cancel = cancel;
  }

  get symbol(): SecuritySymbol {
    return this.security.symbol;
  }

  get quantityFilled(): number {
    return this.status === 'filled' ? this.quantity : 0;
  }

  get isOpen(): boolean {
    return this.status === 'new' || this.status === 'submitted' || this.status === 'cancelPending';
  }

  /** Asks for the order to be cancelled; false where it is filled, cancelled or invalid. */
  cancel(tag = ''): boolean {
    return this.#cancel(this, tag);
  }
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
