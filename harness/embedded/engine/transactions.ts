import type { BrokerageModel } from '../brokerages/brokerage-model.ts';
import { marketOrderOf, orderValue } from '../fees/model-order.ts';
import { type OrderEvent, type OrderRequest, type OrderStatus, OrderTicket } from './order.ts';
import { NO_FEES } from './order-fee.ts';
import { OrderQueries } from './order-queries.ts';
import type { FillRecord, Portfolio } from './portfolio.ts';
import { refusal } from './pre-order-checks.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import { isExpired } from './time-in-force.ts';
import type { UpdateOrderFields } from './update-order-fields.ts';

/** Where the backtest stands. */
export interface Clock {
  /** UTC milliseconds. */
  utc: number;
  /** Position of the slice in the timeline. */
  slice: number;
}

interface Request {
  readonly ticket: OrderTicket;
  /** Null where it is to be cancelled. */
  readonly fields: UpdateOrderFields | null;
}

const WARMING_UP =
  'This operation is not allowed in Initialize or during warm up: OrderRequest.Submit. Please move this code to the OnWarmupFinished() method.';
/** What is open where nothing is: always this, so that a loop over bars can look for it alone. */
export const NONE_OPEN: readonly OrderTicket[] = [];
const NO_REQUESTS: readonly Request[] = [];

/** Takes orders, fills them and tells the algorithm. */
export class Transactions extends OrderQueries {
  readonly orders: OrderTicket[] = [];
  readonly fills: FillRecord[] = [];
  /** Orders that wait for a fill, in the order of their ids; replaced, never changed. */
  open: readonly OrderTicket[] = NONE_OPEN;
  /** Whether the algorithm may not trade yet; for the engine. */
  isWarmingUp = false;
  /** Told of every event; null where nobody listens, so that none is made. */
  listener: ((event: OrderEvent) => void) | null = null;
  readonly #portfolio: Portfolio;
  readonly #clock: Clock;
  #brokerage: BrokerageModel;
  #requests: readonly Request[] = NO_REQUESTS;

  constructor(portfolio: Portfolio, clock: Clock, brokerage: BrokerageModel) {
    super();
    this.#portfolio = portfolio;
    this.#clock = clock;
    this.#brokerage = brokerage;
    portfolio.transactions = this;
  }

  setBrokerage(brokerage: BrokerageModel): void {
    this.#brokerage = brokerage;
  }

  /** @throws RangeError where the quantity or a price is no number */
  submit(request: OrderRequest): OrderTicket {
    refuseNonNumbers(request);
    if (this.#requests.length > 0) this.#processRequests();
    const ticket = new OrderTicket(this.orders.length + 1, this.#clock.utc, request, this);
    const message = this.isWarmingUp ? WARMING_UP : refusal(ticket);
    if (message !== null) {
      // Not even sent: LEAN answers with an invalid ticket and does not count it as an order.
      ticket.status = 'invalid';
      ticket.message = message;
      return ticket;
    }
    this.orders.push(ticket);
    const { security } = ticket;
    const why = security.buyingPowerModel.whyInsufficient(this.#portfolio, security, ticket);
    if (why !== null) this.#report(ticket, 'invalid', insufficient(ticket, why));
    else {
      const refused = this.#brokerage.whyNotSubmit(security, ticket);
      if (refused !== null) this.#report(ticket, 'invalid', declined(ticket, refused));
      else this.#accept(ticket);
    }
    return ticket;
  }

  /** Marks an order for cancelling, which happens before anything else is sent or filled. */
  cancel(ticket: OrderTicket, tag: string): boolean {
    if (!ticket.isOpen || ticket.status === 'cancelPending') return false;
    if (tag !== '') ticket.tag = tag;
    this.#requests = [...this.#requests, { ticket, fields: null }];
    this.#report(ticket, 'cancelPending');
    return true;
  }

  /** Keeps what is to be changed, which happens before anything else is sent or filled. */
  update(ticket: OrderTicket, fields: UpdateOrderFields): boolean {
    if (!ticket.isOpen || fields.quantity === 0) return false;
    refuseNonNumbers({ ...fields, security: ticket.security, quantity: fields.quantity ?? 1 });
    this.#requests = [...this.#requests, { ticket, fields }];
    return true;
  }

  /** Fills what the newest bars fill, and carries out what was cancelled or changed. */
  scan(): void {
    if (this.#requests.length > 0) this.#processRequests();
    const { open } = this;
    // No iterator: the compiler would take this into the loop over bars and leave out what is read with each.
    for (let at = 0; at < open.length; at++) this.#scanOne(open[at] as OrderTicket);
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

  /** Closes what is held of a delisted security at its last price, without a fee. */
  liquidateDelisted(security: Security): void {
    const { quantity } = security.holdings;
    if (quantity === 0) return;
    const tag = 'Liquidate from delisting';
    const request = { type: 'market', security, quantity: -quantity, tag } as const;
    const ticket = new OrderTicket(this.orders.length + 1, this.#clock.utc, request, this);
    this.orders.push(ticket);
    const { feeModel } = security;
    security.feeModel = NO_FEES;
    this.#fill(ticket, security.price, tag);
    security.feeModel = feeModel;
  }

  /** LEAN looks at all that are open whenever one is sent: what rests may not be covered any more. */
  #accept(ticket: OrderTicket): void {
    this.open = this.open.length === 0 ? [ticket] : [...this.open, ticket];
    this.#report(ticket, 'submitted');
    for (const other of this.open) this.#scanOne(other);
  }

  #scanOne(ticket: OrderTicket): void {
    if (!ticket.isOpen) return;
    const { utc } = this.#clock;
    // Orders of this very moment wait for the next bar.
    if (ticket.time === utc && ticket.type !== 'market') return;
    if (isExpired(ticket, utc)) {
      this.#close(ticket, 'canceled', 'The order has expired.');
      return;
    }
    const { security } = ticket;
    // An opening order can wait for long, and LEAN does not look at it before there is a new bar.
    if (ticket.type === 'marketOnOpen' && !security.hasDataSince(ticket.time)) return;
    const why = security.buyingPowerModel.whyInsufficient(this.#portfolio, security, ticket);
    if (why === null) {
      const price = security.fillModel.fill(ticket, utc);
      if (!Number.isNaN(price)) this.#fill(ticket, price, '');
    } else if (ticket.status !== 'cancelPending') {
      this.#close(ticket, 'invalid', insufficient(ticket, why));
    }
  }

  #processRequests(): void {
    const requests = this.#requests;
    this.#requests = NO_REQUESTS;
    for (const { ticket, fields } of requests) {
      // Filled in the meantime, by the very bar on which it was to be cancelled.
      if (!ticket.isOpen) continue;
      if (fields === null) {
        ticket.cancelTime = this.#clock.utc;
        this.#close(ticket, 'canceled');
      } else this.#change(ticket, fields);
      for (const other of this.open) this.#scanOne(other);
    }
  }

  #change(ticket: OrderTicket, fields: UpdateOrderFields): void {
    const { security } = ticket;
    const refused = this.#brokerage.whyNotUpdate(security, ticket, fields);
    if (refused !== null) {
      this.#report(
        ticket,
        ticket.status,
        `BrokerageModel declared unable to update order: ${refused}`,
      );
      return;
    }
    const wanted = { ...marketOrderOf(fields.quantity ?? ticket.quantity), type: ticket.type };
    const why = security.buyingPowerModel.whyInsufficient(this.#portfolio, security, wanted);
    if (why !== null) {
      const { orderId } = ticket;
      const text = `Brokerage failed to update order with id: ${orderId}, Symbol: ${security.symbol.value}, Insufficient buying power to complete order, Reason: ${why}.`;
      this.#report(ticket, ticket.status, text);
      return;
    }
    ticket.apply(fields);
    ticket.updateTime = this.#clock.utc;
    this.#report(ticket, 'updateSubmitted');
  }

  #close(ticket: OrderTicket, status: 'canceled' | 'invalid', message = ''): void {
    this.#remove(ticket);
    if (status === 'canceled') ticket.cancelTime = this.#clock.utc;
    this.#report(ticket, status, message);
  }

  #remove(ticket: OrderTicket): void {
    this.open = this.open.length === 1 ? NONE_OPEN : this.open.filter((other) => other !== ticket);
  }

  #fill(ticket: OrderTicket, price: number, message: string): void {
    ticket.averageFillPrice = price;
    ticket.fillTime = this.#clock.utc;
    const fill = this.#portfolio.processFill(ticket, this.#clock.slice);
    this.#remove(ticket);
    this.fills.push(fill);
    this.#report(ticket, 'filled', message, fill);
  }

  #report(
    ticket: OrderTicket,
    status: OrderStatus,
    message = '',
    fill: FillRecord | null = null,
  ): void {
    ticket.status = status;
    if (message !== '') ticket.message = message;
    ticket.events++;
    if (this.listener === null) return;
    const { orderId, security, quantity, limitPrice, stopPrice, triggerPrice } = ticket;
    const fee = fill === null ? null : security.feeModel.getOrderFee({ security, order: ticket });
    this.listener({
      orderId,
      id: ticket.events,
      symbol: security.symbol,
      utcTime: this.#clock.utc,
      status,
      quantity,
      limitPrice,
      stopPrice,
      triggerPrice,
      fillPrice: fill?.price ?? 0,
      fillQuantity: fill?.quantity ?? 0,
      orderFee: fee?.amount ?? 0,
      orderFeeCurrency: fee?.currency ?? '',
      message,
      ticket,
    });
  }
}

function refuseNonNumbers(request: Omit<OrderRequest, 'type'>): void {
  const { quantity, limitPrice = 0, stopPrice = 0, triggerPrice = 0, trailingAmount = 0 } = request;
  if (Number.isFinite(quantity + limitPrice + stopPrice + triggerPrice + trailingAmount)) return;
  const found = `quantity ${quantity}, limit ${request.limitPrice ?? '-'}, stop ${request.stopPrice ?? '-'}`;
  throw new RangeError(
    `Cannot order ${request.security.symbol.value}: wanted numbers, found ${found}`,
  );
}

function insufficient(ticket: OrderTicket, why: string): string {
  const value = orderValue(ticket, ticket.security);
  return `Order Error: ids: [${ticket.orderId}], Insufficient buying power to complete orders (Value:[${value}]), Reason: Id: ${ticket.orderId}, ${why}.`;
}

function declined(ticket: OrderTicket, why: string): string {
  return `BrokerageModel declared unable to submit order: [${ticket.orderId}] ${why}`;
}
