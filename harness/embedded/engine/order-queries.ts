import type { OrderTicket } from './order.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** Which orders are meant: those of a symbol, those that a function picks, or all. */
type Which = SecuritySymbol | string | ((ticket: OrderTicket) => boolean);

/** What LEAN's `Transactions` answers of orders. A ticket is the order too. */
export abstract class OrderQueries {
  abstract readonly orders: readonly OrderTicket[];
  abstract readonly open: readonly OrderTicket[];

  get ordersCount(): number {
    return this.orders.length;
  }

  /** The newest order's id; 0 before the first. */
  get lastOrderId(): number {
    return this.orders.length;
  }

  getOrderTickets(which?: Which): OrderTicket[] {
    return this.orders.filter(pickOf(which));
  }

  getOrders(which?: Which): OrderTicket[] {
    return this.getOrderTickets(which);
  }

  getOpenOrderTickets(which?: Which): OrderTicket[] {
    return this.open.filter(pickOf(which));
  }

  getOpenOrders(which?: Which): OrderTicket[] {
    return this.getOpenOrderTickets(which);
  }

  /** What open orders still have to bring, bought and sold set off against each other. */
  getOpenOrdersRemainingQuantity(which?: Which): number {
    return this.getOpenOrderTickets(which).reduce(
      (sum, ticket) => sum + ticket.quantityRemaining,
      0,
    );
  }

  getOrderTicket(orderId: number): OrderTicket | null {
    return this.orders[orderId - 1] ?? null;
  }

  getOrderById(orderId: number): OrderTicket | null {
    return this.getOrderTicket(orderId);
  }

  /** Asks for an order to be cancelled; its ticket, or null where there is no such order. */
  cancelOrder(orderId: number, tag?: string): OrderTicket | null {
    const ticket = this.getOrderTicket(orderId);
    ticket?.cancel(tag);
    return ticket;
  }

  /** Cancels the open orders, of a symbol where one is named, and returns them. */
  cancelOpenOrders(which?: Which, tag = ''): OrderTicket[] {
    const open = this.getOpenOrders(which);
    for (const ticket of open) ticket.cancel(tag);
    return open;
  }
}

function pickOf(which: Which | undefined): (ticket: OrderTicket) => boolean {
  if (which === undefined) return () => true;
  if (typeof which === 'function') return which;
  const ticker = typeof which === 'string' ? which.toUpperCase() : null;
  return ({ symbol }) => (ticker === null ? symbol === which : symbol.value === ticker);
}
