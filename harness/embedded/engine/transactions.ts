import { hasBuyingPower } from './buying-power.ts';
import { equityFee } from './fee-model.ts';
import { fillPrice } from './fill-model.ts';
import { isOpen, type Order, type OrderEvent, OrderTicket, type OrderType } from './order.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security, SecuritySymbol } from './security.ts';

/** A fill with what the trade statistics need of it. */
export interface FillRecord {
  readonly orderId: number;
  readonly security: Security;
  readonly slice: number;
  /** UTC milliseconds. */
  readonly time: number;
  readonly price: number;
  readonly quantity: number;
  readonly fee: number;
}

export interface OrderRequest {
  readonly type: OrderType;
  readonly security: Security;
  readonly quantity: number;
  readonly limitPrice?: number | undefined;
  readonly stopPrice?: number | undefined;
  readonly tag?: string | undefined;
}

/** Where the backtest stands. */
export interface Clock {
  /** UTC milliseconds. */
  utc: number;
  /** Position of the slice in the timeline. */
  slice: number;
}

/** Takes orders, fills them and tells the algorithm. */
export class Transactions {
  readonly orders: Order[] = [];
  readonly events: OrderEvent[] = [];
  readonly fills: FillRecord[] = [];
  /** Orders that wait for a fill, in the order of their ids. */
  open: Order[] = [];
  readonly #portfolio: Portfolio;
  readonly #clock: Clock;
  readonly #notify: (event: OrderEvent) => void;
  readonly #tickets = new Map<number, OrderTicket>();
  #cancelling: Order[] = [];

  constructor(portfolio: Portfolio, clock: Clock, notify: (event: OrderEvent) => void) {
    this.#portfolio = portfolio;
    this.#clock = clock;
    this.#notify = notify;
  }

  submit({ type, security, quantity, limitPrice, stopPrice, tag }: OrderRequest): OrderTicket {
    this.#processCancels();
    const { lotSize } = security.properties;
    const order: Order = {
      id: this.orders.length + 1,
      type,
      security,
      quantity: Math.trunc(quantity / lotSize) * lotSize,
      limitPrice: limitPrice ?? 0,
      stopPrice: stopPrice ?? 0,
      tag: tag ?? '',
      time: this.#clock.utc,
      status: 'new',
      stopTriggered: false,
      price: 0,
      fillTime: 0,
      cancelTime: 0,
    };
    const ticket = new OrderTicket(order, (mine) => this.cancel(mine));
    if (order.quantity === 0 || security.price === 0) {
      // Not even sent: LEAN answers with an invalid ticket and does not count it as an order.
      order.status = 'invalid';
      return ticket;
    }
    this.orders.push(order);
    this.#tickets.set(order.id, ticket);
    if (hasBuyingPower(this.#portfolio, security, order.quantity)) {
      this.open.push(order);
      this.#report(order, 'submitted', '');
    } else this.#report(order, 'invalid', 'Insufficient buying power');
    return ticket;
  }

  /** Marks an order for cancelling, which happens before anything else is sent or filled. */
  cancel(order: Order): boolean {
    if (!isOpen(order.status) || order.status === 'cancelPending') return false;
    this.#report(order, 'cancelPending', '');
    this.#cancelling.push(order);
    return true;
  }

  /** Fills what the newest bars fill, and carries out what was cancelled. */
  scan(): void {
    this.#processCancels();
    for (const order of [...this.open]) {
      // Orders of this very moment wait for the next bar.
      if (order.time === this.#clock.utc || !isOpen(order.status)) continue;
      const price = fillPrice(order);
      if (Number.isNaN(price)) continue;
      if (hasBuyingPower(this.#portfolio, order.security, order.quantity)) this.#fill(order, price);
      else this.#close(order, 'invalid', 'Insufficient buying power');
    }
  }

  ticketsOf(symbol?: SecuritySymbol): OrderTicket[] {
    return this.open
      .filter((order) => symbol === undefined || order.security.symbol === symbol)
      .map((order) => this.#tickets.get(order.id) as OrderTicket);
  }

  /** Quantity that market orders still have to bring, so that targets do not count it twice. */
  pendingMarketQuantity(security: Security): number {
    let sum = 0;
    for (const order of this.open) {
      const isMarket = order.type === 'market' || order.type === 'marketOnOpen';
      if (isMarket && order.security === security) sum += order.quantity;
    }
    return sum;
  }

  #processCancels(): void {
    if (this.#cancelling.length === 0) return;
    const cancelling = this.#cancelling;
    this.#cancelling = [];
    for (const order of cancelling) {
      order.cancelTime = this.#clock.utc;
      this.#close(order, 'canceled', '');
    }
  }

  #close(order: Order, status: 'canceled' | 'invalid', message: string): void {
    this.open = this.open.filter((other) => other !== order);
    this.#report(order, status, message);
  }

  #fill(order: Order, price: number): void {
    const { security, quantity } = order;
    const time = this.#clock.utc;
    const fee = equityFee(security, quantity);
    this.open = this.open.filter((other) => other !== order);
    order.price = price;
    order.fillTime = time;
    this.#portfolio.processFill(security, { time, price, quantity, fee });
    const slice = this.#clock.slice;
    this.fills.push({ orderId: order.id, security, slice, time, price, quantity, fee });
    this.#report(order, 'filled', '', { fillPrice: price, fillQuantity: quantity, orderFee: fee });
  }

  #report(
    order: Order,
    status: Order['status'],
    message: string,
    filled = { fillPrice: 0, fillQuantity: 0, orderFee: 0 },
  ): void {
    order.status = status;
    const event: OrderEvent = {
      orderId: order.id,
      symbol: order.security.symbol,
      utcTime: this.#clock.utc,
      status,
      quantity: order.quantity,
      ...filled,
      message,
      ticket: this.#tickets.get(order.id) as OrderTicket,
    };
    this.events.push(event);
    this.#notify(event);
  }
}
