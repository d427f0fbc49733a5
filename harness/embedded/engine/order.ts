import type { ModelOrder } from '../fees/model-order.ts';
import { wholeLots } from './lots.ts';
import { orderPrice } from './order-price.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import { TicketMethods } from './ticket-methods.ts';
import { GOOD_TIL_CANCELED, type TimeInForce } from './time-in-force.ts';
import type { UpdateOrderFields } from './update-order-fields.ts';

export type OrderType = ModelOrder['type'];

export type OrderStatus =
  | 'new'
  | 'submitted'
  | 'updateSubmitted'
  | 'filled'
  | 'canceled'
  | 'invalid'
  | 'cancelPending';

/** What may be said of an order beside its size and prices. */
export interface OrderProperties {
  readonly timeInForce?: TimeInForce;
}

export interface OrderRequest {
  readonly type: OrderType;
  readonly security: Security;
  readonly quantity: number;
  readonly limitPrice?: number | undefined;
  readonly stopPrice?: number | undefined;
  readonly triggerPrice?: number | undefined;
  readonly trailingAmount?: number | undefined;
  /** Whether the trailing amount is a part of the price, from 0 to 1. */
  readonly trailingAsPercentage?: boolean | undefined;
  readonly tag?: string | undefined;
  readonly properties?: OrderProperties | undefined;
}

/** What a ticket asks of those who carry orders out. Both are false where it is too late. */
interface Handler {
  cancel(order: OrderTicket, tag: string): boolean;
  update(order: OrderTicket, fields: UpdateOrderFields): boolean;
}

/** An order, and the algorithm's hold on it. Times are UTC milliseconds. */
export class OrderTicket extends TicketMethods implements ModelOrder {
  readonly orderId: number;
  readonly type: OrderType;
  readonly security: Security;
  /** Whole lots; negative sells. */
  quantity: number;
  limitPrice: number;
  stopPrice: number;
  triggerPrice: number;
  trailingAmount: number;
  readonly trailingAsPercentage: boolean;
  readonly time: number;
  readonly timeInForce: TimeInForce;
  /** Whether the exchange was open when it was sent. */
  readonly wasOpen: boolean;
  /** Bid, ask and last price when it was sent. */
  readonly bidPrice: number;
  readonly askPrice: number;
  readonly lastPrice: number;
  tag: string;
  status: OrderStatus = 'new';
  /** A stop-limit order whose stop was reached waits for its limit. */
  stopTriggered = false;
  /** The same for a limit-if-touched order. */
  triggerTouched = false;
  /** Price of the fill; 0 until then. */
  averageFillPrice = 0;
  fillTime = 0;
  cancelTime = 0;
  updateTime = 0;
  /** Why it is invalid, or was not even sent; empty where nothing is wrong. */
  message = '';
  /** Events so far. */
  events = 0;
  readonly #handler: Handler;

  constructor(orderId: number, time: number, request: OrderRequest, handler: Handler) {
    super();
    const { security } = request;
    this.orderId = orderId;
    this.time = time;
    this.wasOpen = security.isOpen(time);
    this.type = request.type;
    this.security = security;
    this.quantity = wholeLots(request.quantity, security.properties.lotSize);
    this.limitPrice = orderPrice(security, request.limitPrice ?? 0);
    this.stopPrice = orderPrice(security, request.stopPrice ?? 0);
    this.triggerPrice = orderPrice(security, request.triggerPrice ?? 0);
    this.trailingAmount = request.trailingAmount ?? 0;
    this.trailingAsPercentage = request.trailingAsPercentage ?? false;
    this.timeInForce = request.properties?.timeInForce ?? GOOD_TIL_CANCELED;
    this.bidPrice = security.bidPrice;
    this.askPrice = security.askPrice;
    this.lastPrice = security.price;
    this.tag = request.tag ?? '';
    this.#handler = handler;
  }

  get symbol(): SecuritySymbol {
    return this.security.symbol;
  }

  get quantityFilled(): number {
    return this.status === 'filled' ? this.quantity : 0;
  }

  get isOpen(): boolean {
    const { status } = this;
    return status !== 'filled' && status !== 'canceled' && status !== 'invalid';
  }

  get isMarketable(): boolean {
    if (this.type === 'market') return true;
    if (this.type !== 'limit') return false;
    return this.quantity > 0 ? this.limitPrice >= this.askPrice : this.limitPrice <= this.bidPrice;
  }

  /** Asks for the order to be cancelled; false where it is filled, cancelled or invalid. */
  cancel(tag = ''): boolean {
    return this.#handler.cancel(this, tag);
  }

  /** Asks for the order to be changed; false where it is filled, cancelled or invalid. */
  update(fields: UpdateOrderFields): boolean {
    return this.#handler.update(this, fields);
  }

  /** For the engine: what was asked for, in the exchange's steps. */
  apply(fields: UpdateOrderFields): void {
    const { security } = this;
    this.quantity = wholeLots(fields.quantity ?? this.quantity, security.properties.lotSize);
    this.limitPrice = orderPrice(security, fields.limitPrice ?? this.limitPrice);
    this.stopPrice = orderPrice(security, fields.stopPrice ?? this.stopPrice);
    this.triggerPrice = orderPrice(security, fields.triggerPrice ?? this.triggerPrice);
    this.trailingAmount = fields.trailingAmount ?? this.trailingAmount;
    this.tag = fields.tag ?? this.tag;
  }

  /** For the engine: draws the stop of a trailing order after a price that is better than before. */
  trail(price: number): void {
    const direction = this.quantity > 0 ? 1 : -1;
    const amount = this.trailingAsPercentage ? price * this.trailingAmount : this.trailingAmount;
    if ((this.stopPrice - price) * direction > amount) this.stopPrice = price + amount * direction;
  }
}

/** Something that happened to an order. */
export interface OrderEvent {
  readonly orderId: number;
  /** Counted from 1 for each order. */
  readonly id: number;
  readonly symbol: SecuritySymbol;
  /** UTC milliseconds. */
  readonly utcTime: number;
  readonly status: OrderStatus;
  readonly quantity: number;
  readonly limitPrice: number;
  readonly stopPrice: number;
  readonly triggerPrice: number;
  readonly fillPrice: number;
  readonly fillQuantity: number;
  readonly orderFee: number;
  /** The currency of the fee. */
  readonly orderFeeCurrency: string;
  readonly message: string;
  readonly ticket: OrderTicket;
}
