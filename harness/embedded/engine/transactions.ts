import { hasBuyingPower } from './buying-power.ts';
import { orderFee } from './fee-model.ts';
import { fillPrice } from './fill-model.ts';
import { type OrderEvent, type OrderRequest, OrderTicket } from './order.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** A fill with what the trade statistics need of it. */
export interface FillRecord {
  readonly orderId: number;
  readonly slice: number;
  /** UTC milliseconds. */
  readonly time: number;
  readonly price: number;
  readonly quantity: number;
  readonly fee: number;
}

/** Where the backtest stands. */
export interface Clock {
  /** UTC milliseconds. */
  utc: number;
  /** Position of the slice in the timeline. */
  slice: number;
}

const NONE: readonly OrderTicket[] = [];

/** Takes orders, fills them and tells the algorithm. */
export class Transactions {
  readonly orders: OrderTicket[] = [];
  readonly fills: FillRecord[] = [];
  /** Orders that wait for a fill, in the order of their ids; replaced, never changed. */
  open: readonly OrderTicket[] = NONE;
  /** Told of every event; null where nobody listens, so that none is made. */
  listener: ((event: OrderEvent) => void) | null = null;
  readonly #portfolio: Portfolio;
  readonly #clock: Clock;
  readonly #cancel = (ticket: OrderTicket, tag: string): boolean => this.cancel(ticket, tag);
  #cancelling: readonly OrderTicket[] = NONE;

  constructor(portfolio: Portfolio, clock: Clock) {
    this.#portfolio = portfolio;
    this.#clock = clock;
  }

  /** @throws RangeError where the quantity or a price is no number */
  submit(request: OrderRequest): OrderTicket {
    refuseNonNumbers(request);
    if (this.#cancelling.length > 0) this.#processCancels();
    const ticket = new OrderTicket(this.orders.length + 1, this.#clock.utc, request, this.#cancel);
    if (ticket.quantity === 0 || ticket.security.price === 0) {
      // Not even sent: LEAN answers with an invalid ticket and does not count it as an order.
      ticket.status = 'invalid';
      return ticket;
    }
    this.orders.push(ticket);
    if (hasBuyingPower(this.#portfolio, ticket.security, ticket.quantity)) {
      this.open = this.open.length === 0 ? [ticket] : [...this.open, ticket];
      this.#report(ticket, 'submitted');
      // Only market orders are filled by what is known when they are sent.
      if (ticket.type === 'market' && ticket.status === 'submitted') this.#tryFill(ticket);
    } else this.#report(ticket, 'invalid', INSUFFICIENT);
    return ticket;
  }

  /** Marks an order for cancelling, which happens before anything else is sent or filled. */
  cancel(ticket: OrderTicket, tag: string): boolean {
    if (!ticket.isOpen || ticket.status === 'cancelPending') return false;
    if (tag !== '') ticket.tag = tag;
    this.#cancelling = [...this.#cancelling, ticket];
    this.#report(ticket, 'cancelPending');
    return true;
  }

  /** Fills what the newest bars fill, and carries out what was cancelled. */
  scan(): void {
    if (this.#cancelling.length > 0) this.#processCancels();
    for (const ticket of this.open) {
      // Orders of this very moment wait for the next bar.
      if (!ticket.isOpen) continue;
      if (ticket.time === this.#clock.utc && ticket.type !== 'market') continue;
      this.#tryFill(ticket);
    }
  }

  openTickets(symbol?: SecuritySymbol): readonly OrderTicket[] {
    if (symbol === undefined || this.open.length === 0) return this.open;
    return this.open.filter((ticket) => ticket.security.symbol === symbol);
  }

  /** Quantity that market orders still have to bring, so that targets do not count it twice. */
  pendingMarketQuantity(security: Security): number {
    let sum = 0;
    for (const { type, security: own, quantity } of this.open) {
      if ((type === 'market' || type === 'marketOnOpen') && own === security) sum += quantity;
    }
    return sum;
  }

  #tryFill(ticket: OrderTicket): void {
    const price = fillPrice(ticket, this.#clock.utc);
    if (Number.isNaN(price)) return;
    if (hasBuyingPower(this.#portfolio, ticket.security, ticket.quantity)) {
      this.#fill(ticket, price);
    } else this.#close(ticket, 'invalid', INSUFFICIENT);
  }

  #processCancels(): void {
    const cancelling = this.#cancelling;
    this.#cancelling = NONE;
    for (const ticket of cancelling) {
      // Filled in the meantime, by the very bar on which it was to be cancelled.
      if (!ticket.isOpen) continue;
      ticket.cancelTime = this.#clock.utc;
      this.#close(ticket, 'canceled');
    }
  }

  #close(ticket: OrderTicket, status: 'canceled' | 'invalid', message = ''): void {
    this.#remove(ticket);
    this.#report(ticket, status, message);
  }

  #remove(ticket: OrderTicket): void {
    this.open = this.open.length === 1 ? NONE : this.open.filter((other) => other !== ticket);
  }

  #fill(ticket: OrderTicket, price: number): void {
    const { security, quantity, orderId } = ticket;
    const { utc: time, slice } = this.#clock;
    const fill = { orderId, slice, time, price, quantity, fee: orderFee(security, quantity) };
    this.#remove(ticket);
    ticket.averageFillPrice = price;
    ticket.fillTime = time;
    this.fills.push(fill);
    this.#portfolio.processFill(security, fill);
    this.#report(ticket, 'filled', '', fill);
  }

  #report(
    ticket: OrderTicket,
    status: OrderTicket['status'],
    message = '',
    fill: FillRecord | null = null,
  ): void {
    ticket.status = status;
    this.listener?.({
      orderId: ticket.orderId,
      symbol: ticket.security.symbol,
      utcTime: this.#clock.utc,
      status,
      quantity: ticket.quantity,
      fillPrice: fill?.price ?? 0,
      fillQuantity: fill?.quantity ?? 0,
      orderFee: fill?.fee ?? 0,
      message,
      ticket,
    });
  }
}

function refuseNonNumbers({ security, quantity, limitPrice, stopPrice }: OrderRequest): void {
  if (Number.isFinite(quantity + (limitPrice ?? 0) + (stopPrice ?? 0))) return;
  const found = `quantity ${quantity}, limit ${limitPrice ?? '-'}, stop ${stopPrice ?? '-'}`;
  throw new RangeError(`Cannot order ${security.symbol.value}: wanted numbers, found ${found}`);
}

const INSUFFICIENT = 'Insufficient buying power to complete the order';
