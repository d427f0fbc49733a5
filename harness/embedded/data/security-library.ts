import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Resolution } from './bar-grid.ts';
import { loadSecurityData, requireBars, type SecurityData } from './security-data.ts';
import { type Subscription, sameBars } from './subscription.ts';

/** The securities of a setup, each read once. */
export interface SecurityLibrary {
  /** @throws InputError where the data folder has no data of the security */
  get(subscription: Subscription, step: Resolution): SecurityData;
}

/** Told before a security is read, and of the security after it; null where it could not be. */
export type OnReading = (isReading: boolean, security: SecurityData | null) => void;

/** @param known securities that were read already */
export function createSecurityLibrary(
  setup: BacktestSetup,
  known: readonly SecurityData[],
  onReading: OnReading = () => {},
): SecurityLibrary {
  const securities = [...known];
  return {
    get(subscription, step) {
      // A few, asked for in every backtest: comparing them is cheaper than making a key.
      const found = securities.find(
        (security) => security.step === step && sameBars(security, subscription),
      );
      if (found !== undefined) return found;
      let read: SecurityData | null = null;
      onReading(true, null);
      try {
        read = loadSecurityData(setup, subscription, step);
        // A rate from before the start will do for a currency.
        if (!(subscription.isInternal && read.seed > 0)) requireBars(read);
        securities.push(read);
        return read;
      } finally {
        onReading(false, read);
      }
    },
  };
}
