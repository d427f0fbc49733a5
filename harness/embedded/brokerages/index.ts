import { BinanceBrokerageModel } from './binance-brokerage-model.ts';
import type { AccountType, BrokerageModel } from './brokerage-model.ts';
import { CoinbaseBrokerageModel } from './coinbase-brokerage-model.ts';
import { DefaultBrokerageModel } from './default-brokerage-model.ts';
import { InteractiveBrokersBrokerageModel } from './interactive-brokers-brokerage-model.ts';
import { OandaBrokerageModel } from './oanda-brokerage-model.ts';

type Create = (accountType?: AccountType) => BrokerageModel;

/** Brokers by LEAN's names. */
export const brokerages = {
  Default: (type) => new DefaultBrokerageModel(type),
  QuantConnectBrokerage: (type) => new DefaultBrokerageModel(type),
  InteractiveBrokersBrokerage: (type) => new InteractiveBrokersBrokerageModel(type),
  OandaBrokerage: () => new OandaBrokerageModel(),
  Coinbase: (type) => new CoinbaseBrokerageModel(type),
  Binance: (type) => new BinanceBrokerageModel(type),
} satisfies Record<string, Create>;

export type BrokerageName = keyof typeof brokerages;
