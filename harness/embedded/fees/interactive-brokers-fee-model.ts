import type { FeeModel, OrderFee, OrderFeeParameters } from './fee-model.ts';
import { type ModelOrder, type ModelSecurity, orderValue } from './model-order.ts';

const FEE_PER_SHARE = 0.005;
const LEAST_FEE = 1;
const MOST_OF_VALUE = 0.005;
const FOREX_RATE = 0.000_02;
const LEAST_FOREX_FEE = 2;
const CFD_RATE = 0.000_02;
const LEAST_CFD_FEES: Readonly<Record<string, number>> = { JPY: 40, HKD: 10 };

/**
 * Interactive Brokers, fixed pricing, lowest tier. Shares: half a cent each, at least 1 USD and, above
 * that, at most half a percent of the order's value. Currencies: 0.2 basis points, at least 2 USD.
 */
export class InteractiveBrokersFeeModel implements FeeModel {
  getOrderFee({ security, order }: OrderFeeParameters): OrderFee {
    switch (security.symbol.securityType) {
      case 'equity':
        return { amount: shareFee(order, security), currency: 'USD' };
      case 'forex': {
        const fee = FOREX_RATE * Math.abs(orderValue(order, security));
        return { amount: Math.max(LEAST_FOREX_FEE, fee), currency: 'USD' };
      }
      case 'cfd': {
        const { symbol: currency } = security.quoteCurrency;
        const fee = CFD_RATE * Math.abs(orderValue(order, security));
        return { amount: Math.max(LEAST_CFD_FEES[currency] ?? 1, fee), currency };
      }
      case 'crypto':
        throw new Error(
          `Cannot reckon a fee: wanted a security that Interactive Brokers trades, found ${security.symbol.value}`,
        );
    }
  }
}

export function shareFee(order: ModelOrder, security: ModelSecurity): number {
  const fee = FEE_PER_SHARE * Math.abs(order.quantity);
  if (fee < LEAST_FEE) return LEAST_FEE;
  return Math.min(fee, MOST_OF_VALUE * Math.abs(orderValue(order, security)));
}
