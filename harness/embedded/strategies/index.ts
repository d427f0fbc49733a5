import { BuyAndHold } from './buy-and-hold.ts';
import { SmaCross } from './sma-cross.ts';

/** The strategies that ship, by the name that a job calls them. */
export const strategies = {
  'sma-cross': SmaCross,
  'buy-and-hold': BuyAndHold,
};
