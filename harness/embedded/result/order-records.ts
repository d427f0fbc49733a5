import { MS_PER_DAY } from '../data/calendar-day.ts';
import type { OrderEvent, OrderTicket } from '../engine/order.ts';
import type { Security } from '../engine/security.ts';
import type { Trade } from '../statistics/trade.ts';
import { durationText, timeText } from './number-text.ts';
import { symbolId } from './symbol-id.ts';

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
const SECURITY_TYPES = { equity: 1, forex: 4, cfd: 6, crypto: 7 } as const;
const NORMALIZATIONS = { Raw: 0, Adjusted: 1, SplitAdjusted: 2, TotalReturn: 3 } as const;

export function orderRecord(ticket: OrderTicket) {
  const { type, quantity, averageFillPrice: price, security, status, orderId } = ticket;
  return {
    type: ORDER_TYPES[type],
    ...prices(ticket),
    id: orderId,
    contingentId: 0,
    brokerId: status === 'invalid' && ticket.events === 1 ? [] : [String(orderId)],
    symbol: symbolRecord(security),
    price,
    priceCurrency: security.quoteCurrency.symbol,
    time: timeText(ticket.time),
    createdTime: timeText(ticket.time),
    ...(ticket.fillTime > 0 ? { lastFillTime: timeText(ticket.fillTime) } : {}),
    ...(ticket.updateTime > 0 ? { lastUpdateTime: timeText(ticket.updateTime) } : {}),
    ...(ticket.cancelTime > 0 ? { canceledTime: timeText(ticket.cancelTime) } : {}),
    quantity,
    status: ORDER_STATUSES[status],
    tag: ticket.tag,
    properties: { timeInForce: timeInForce(ticket) },
    securityType: SECURITY_TYPES[security.symbol.securityType],
    direction: quantity > 0 ? 0 : 1,
    value: quantity * price,
    orderSubmissionData: {
      bidPrice: ticket.bidPrice,
      askPrice: ticket.askPrice,
      lastPrice: ticket.lastPrice,
    },
    isMarketable: ticket.isMarketable,
    priceAdjustmentMode: NORMALIZATIONS[security.data.subscription.normalization],
  };
}

function prices({ type, limitPrice, stopPrice, triggerPrice, ...ticket }: OrderTicket) {
  const { stopTriggered, triggerTouched, trailingAmount, trailingAsPercentage } = ticket;
  switch (type) {
    case 'limit':
      return { limitPrice };
    case 'stopMarket':
      return { stopPrice };
    case 'stopLimit':
      return { stopPrice, stopTriggered, limitPrice };
    case 'limitIfTouched':
      return { triggerPrice, limitPrice, triggerTouched };
    case 'trailingStop':
      return { trailingAmount, trailingAsPercentage, stopPrice };
    default:
      return {};
  }
}

function timeInForce({ timeInForce: time }: OrderTicket): object {
  return time.kind === 'goodTilDate' ? { expiry: timeText(time.day * MS_PER_DAY) } : {};
}

/** @param algorithmId the name that LEAN's events carry */
export function orderEventRecord(event: OrderEvent, algorithmId: string) {
  const { security } = event.ticket;
  const { value, permtick, id } = symbolRecord(security);
  return {
    id: `${algorithmId}-${event.orderId}-${event.id}`,
    algorithmId,
    orderId: event.orderId,
    orderEventId: event.id,
    symbol: id,
    symbolValue: value,
    symbolPermtick: permtick,
    time: event.utcTime / 1000,
    status: event.status,
    ...(event.status === 'filled'
      ? { orderFeeAmount: event.orderFee, orderFeeCurrency: event.orderFeeCurrency }
      : {}),
    fillPrice: event.fillPrice,
    fillPriceCurrency: security.quoteCurrency.symbol,
    fillQuantity: event.fillQuantity,
    direction: event.quantity > 0 ? 'buy' : 'sell',
    ...(event.message === '' ? {} : { message: event.message }),
    isAssignment: false,
    quantity: event.quantity,
    ...(event.limitPrice === 0 ? {} : { limitPrice: event.limitPrice }),
    ...(event.stopPrice === 0 ? {} : { stopPrice: event.stopPrice }),
    ...(event.triggerPrice === 0 ? {} : { triggerPrice: event.triggerPrice }),
  };
}

export function tradeRecord(trade: Trade) {
  return {
    symbols: [symbolRecord(trade.security)],
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

function symbolRecord({ symbol, data }: Security) {
  return { value: symbol.value, id: symbolId(data), permtick: symbol.value };
}
