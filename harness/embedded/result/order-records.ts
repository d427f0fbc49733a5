import type { OrderEvent, OrderTicket } from '../engine/order.ts';
import type { Trade } from '../statistics/trade.ts';
import { durationText, timeText } from './number-text.ts';

/** LEAN's OrderType and OrderStatus. */
const ORDER_TYPES = {
  market: 0,
  limit: 1,
  stopMarket: 2,
  stopLimit: 3,
  marketOnOpen: 4,
  marketOnClose: 5,
  limitIfTouched: 7,
  trailingStop: 11,
} as const;
const ORDER_STATUSES = {
  new: 0,
  submitted: 1,
  filled: 3,
  canceled: 5,
  invalid: 7,
  cancelPending: 8,
  updateSubmitted: 9,
} as const;

export function orderRecord(ticket: OrderTicket) {
  const { type, quantity, averageFillPrice: price, symbol, status } = ticket;
  return {
    id: ticket.orderId,
    type: ORDER_TYPES[type],
    symbol: symbolRecord(symbol.value),
    price,
    priceCurrency: 'USD',
    time: timeText(ticket.time),
    createdTime: timeText(ticket.time),
    ...(ticket.fillTime > 0 ? { lastFillTime: timeText(ticket.fillTime) } : {}),
    ...(ticket.cancelTime > 0 ? { canceledTime: timeText(ticket.cancelTime) } : {}),
    quantity,
    status: ORDER_STATUSES[status],
    ...(ticket.tag === '' ? {} : { tag: ticket.tag }),
    ...(ticket.limitPrice === 0 ? {} : { limitPrice: ticket.limitPrice }),
    ...(ticket.stopPrice === 0 ? {} : { stopPrice: ticket.stopPrice }),
    direction: quantity > 0 ? 0 : 1,
    value: quantity * price,
  };
}

export function orderEventRecord(event: OrderEvent, position: number) {
  const isFill = event.status === 'filled';
  return {
    id: position + 1,
    orderId: event.orderId,
    symbolValue: event.symbol.value,
    time: event.utcTime / 1000,
    status: event.status,
    ...(isFill ? { orderFeeAmount: event.orderFee, orderFeeCurrency: 'USD' } : {}),
    fillPrice: event.fillPrice,
    fillPriceCurrency: 'USD',
    fillQuantity: event.fillQuantity,
    direction: event.quantity > 0 ? 'buy' : 'sell',
    ...(event.message === '' ? {} : { message: event.message }),
    quantity: event.quantity,
  };
}

export function tradeRecord(trade: Trade) {
  return {
    symbols: [symbolRecord(trade.symbol.value)],
    entryTime: timeText(trade.entryTime),
    entryPrice: trade.entryPrice,
    direction: trade.direction === 'long' ? 0 : 1,
    quantity: trade.quantity,
    exitTime: timeText(trade.exitTime),
    exitPrice: trade.exitPrice,
    profitLoss: trade.profitLoss,
    totalFees: trade.totalFees,
    mae: trade.mae,
    mfe: trade.mfe,
    duration: durationText(trade.exitTime - trade.entryTime),
    endTradeDrawdown: trade.endTradeDrawdown,
    isWin: trade.profitLoss > 0,
    orderIds: trade.orderIds,
  };
}

function symbolRecord(ticker: string) {
  return { value: ticker, permtick: ticker };
}
