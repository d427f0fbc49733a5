import { BACKTEST_LANDSCAPES } from './backtest-landscapes.ts';
import { heldOutFunctions, referenceFunctions } from './functions/index.ts';

/** All that can be searched, in the order in which it is shown. */
export function problemNames(): string[] {
  return [
    ...Object.keys(referenceFunctions),
    ...Object.keys(BACKTEST_LANDSCAPES),
    ...Object.keys(heldOutFunctions),
  ];
}
