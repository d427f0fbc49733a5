import { InputError } from '../../../runner/domain/errors.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Variation } from '../../../runner/domain/variation.ts';
import { convertValue } from '../engine/convert-value.ts';
import type { SetupData } from '../setup-data.ts';
import { stepMarketOf } from './market-of-data.ts';
import { sharingOrder } from './sharing-order.ts';
import type { StepStrategy, Values } from './step-strategy.ts';

/** What is known of a step strategy before the first set. */
export interface StepsDescription {
  readonly sharing: readonly string[];
  readonly variations?: readonly Variation[];
  readonly warnings: readonly string[];
}

/** @throws InputError where the strategy cannot be used on the data */
export function describeSteps(
  strategy: StepStrategy,
  data: SetupData,
  setup: BacktestSetup,
): StepsDescription {
  const sharing = sharingOrder(strategy);
  try {
    const market = stepMarketOf(data, setup);
    const warnings = strategy.check?.(market, valuesOf(strategy.parameters, setup)) ?? [];
    const { variations } = strategy;
    return { sharing, warnings, ...(variations !== null && { variations }) };
  } catch (error) {
    const { message } = error as Error;
    throw new InputError(
      `Cannot use strategy "${setup.strategy}"`,
      [{ path: 'strategy', wanted: 'data and parameters that it can use', found: message }],
      { cause: error },
    );
  }
}

function valuesOf(defaults: Values, { fixedParameters }: BacktestSetup): Values {
  const entries = Object.entries(defaults).map(([name, value]) => [
    name,
    convertValue(name, fixedParameters[name] ?? value, value),
  ]);
  return Object.fromEntries(entries) as Values;
}
