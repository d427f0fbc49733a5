import { InputError } from '../../runner/domain/errors.ts';
import type { Backtest } from './backtest.ts';
import type { SecurityData } from './data/security-data.ts';
import { RefusedName } from './refusals/refused-name.ts';

/**
 * The securities that a strategy adds in `initialize`, beside the job's symbol. Whatever else goes
 * wrong there is a matter of the parameters, which are not known yet.
 * @throws InputError where there is no data of them, or the strategy uses what is not in this engine
 */
export function learnSecurities(backtest: Backtest): readonly SecurityData[] {
  try {
    return backtest.learnSecurities();
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof RefusedName) throw error.asInputError();
    return [];
  }
}
