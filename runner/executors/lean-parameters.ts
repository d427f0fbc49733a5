import type { BacktestSetup } from '../domain/executor.ts';
import { leanText } from '../domain/lean-text.ts';
import type { ParameterSet, ParameterValue } from '../domain/parameter-set.ts';
import { setupParameters } from './embedded-kit.ts';
import type { LeanProject } from './lean-project.ts';

/** What a strategy calls the parameters that say what is backtested, where not as LEAN's templates. */
export type SetupNames = Readonly<
  Partial<Record<'ticker' | 'start' | 'end' | 'cash', string | undefined>>
>;

interface Named {
  readonly setup: BacktestSetup;
  readonly names: SetupNames;
}

/** All parameters of one backtest, as LEAN takes them: what is tuned goes before all others. */
export function leanParameters(
  own: LeanProject['parameters'],
  { setup, names, params }: Named & { readonly params: ParameterSet },
): Readonly<Record<string, string>> {
  const all = { ...own, ...namedSetup({ setup, names }), ...setup.fixedParameters, ...params };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, leanText(value)]));
}

/** What the strategy's own config gives its parameters, but for those that say what to backtest. */
export function ownDefaults(
  parameters: LeanProject['parameters'],
  named: Named,
): Readonly<Record<string, ParameterValue>> {
  const setup = namedSetup(named);
  const own = Object.entries(parameters).filter(([name]) => !Object.hasOwn(setup, name));
  return Object.fromEntries(own.map(([name, value]) => [name, asValue(value)]));
}

/** Symbol, dates and cash under the names that the strategy has for them; the rest as it is. */
function namedSetup({ setup, names }: Named): Readonly<Record<string, ParameterValue>> {
  const { ticker, startDate, endDate, InitialCash, ...rest } = setupParameters(setup);
  return {
    ...rest,
    [names.ticker ?? 'ticker']: ticker ?? '',
    [names.start ?? 'startDate']: startDate ?? '',
    [names.end ?? 'endDate']: endDate ?? '',
    [names.cash ?? 'InitialCash']: InitialCash ?? '',
  };
}

/** lean-cli writes all values as text. */
function asValue(value: ParameterValue): ParameterValue {
  const number = Number(value);
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(number)
    ? number
    : value;
}
