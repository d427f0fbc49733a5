import type { BuyingPowerModel } from '../buying-power/buying-power-model.ts';
import { CashBuyingPowerModel } from '../buying-power/cash-buying-power-model.ts';
import { SecurityMarginModel } from '../buying-power/security-margin-model.ts';
import type { BenchmarkChoice } from '../data/benchmark-choice.ts';
import { DEFAULT_MARKETS } from '../data/subscription.ts';
import { NO_FEES, SHARE_FEES } from '../engine/order-fee.ts';
import type { Security, SecurityModels } from '../engine/security.ts';
import type { FeeModel } from '../fees/fee-model.ts';
import { EquityFillModel } from '../fills/equity-fill-model.ts';
import { ImmediateFillModel } from '../fills/immediate-fill-model.ts';
import { NullSlippageModel } from '../slippage/null-slippage-model.ts';
import { TRADING_DAYS } from '../statistics/portfolio-statistics.ts';
import type { AccountType, BrokerageModel, TimedOrder } from './brokerage-model.ts';

const LEVERAGE = { equity: 2, forex: 50, cfd: 50, crypto: 1 } as const;
/** They keep nothing, so that all securities may share them. */
const EQUITY_FILLS = new EquityFillModel();
const IMMEDIATE_FILLS = new ImmediateFillModel();
const NO_SLIPPAGE = new NullSlippageModel();

/** LEAN's broker where none is set: takes every order, and Interactive Brokers' fees for shares. */
export class DefaultBrokerageModel implements BrokerageModel {
  readonly leanCode: number = 0;
  readonly accountType: AccountType;
  readonly tradingDaysPerYear: number = TRADING_DAYS;
  readonly benchmark: BenchmarkChoice = null;
  readonly defaultMarkets: BrokerageModel['defaultMarkets'] = DEFAULT_MARKETS;

  constructor(accountType: AccountType = 'margin') {
    this.accountType = accountType;
  }

  modelsOf(security: Security, leverage: number | null): SecurityModels {
    const isEquity = security.symbol.securityType === 'equity';
    return {
      feeModel: this.feeModelOf(security),
      slippageModel: NO_SLIPPAGE,
      fillModel: isEquity ? EQUITY_FILLS : IMMEDIATE_FILLS,
      buyingPowerModel: this.buyingPowerModelOf(security, leverage),
    };
  }

  whyNotSubmit(_security: Security, _order: TimedOrder): string | null {
    return null;
  }

  whyNotUpdate(_security: Security, _order: TimedOrder): string | null {
    return null;
  }

  protected leverageOf({ symbol }: Security): number {
    return this.accountType === 'cash' ? 1 : LEVERAGE[symbol.securityType];
  }

  protected feeModelOf({ symbol }: Security): FeeModel {
    return symbol.securityType === 'equity' ? SHARE_FEES : NO_FEES;
  }

  protected buyingPowerModelOf(security: Security, leverage: number | null): BuyingPowerModel {
    const { securityType } = security.symbol;
    const isPair = securityType === 'crypto' || securityType === 'forex';
    if (this.accountType === 'cash' && isPair) return new CashBuyingPowerModel();
    return new SecurityMarginModel(leverage ?? this.leverageOf(security));
  }
}

/** The sentence with which a broker refuses a kind of security. */
export function unsupportedSecurity(broker: string, { symbol }: Security): string {
  return `The ${broker} does not support ${capital(symbol.securityType)} security type.`;
}

/** The same for a kind of order. */
export function unsupportedOrder(broker: string, { type }: TimedOrder): string {
  return `The ${broker} does not support ${capital(type)} order type.`;
}

/** The same for how long an order stays open. */
export function unsupportedTime(broker: string, { timeInForce }: TimedOrder): string {
  return `The ${broker} does not support ${capital(timeInForce.kind)}TimeInForce time in force.`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
