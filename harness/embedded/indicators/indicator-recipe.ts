import type { Bar, Calculator, Output } from './calculator.ts';
import { Field, type FieldColumn, fieldColumn, type Selector } from './field.ts';
import { barIndicators, pointIndicators } from './index.ts';
import type { IndicatorParameter } from './indicator-kind.ts';

export type PointIndicatorName = keyof typeof pointIndicators;
export type BarIndicatorName = keyof typeof barIndicators;
export type IndicatorName = PointIndicatorName | BarIndicatorName;

/** All that an indicator's values depend on besides the bars. */
export interface IndicatorRecipe {
  readonly kind: IndicatorName;
  readonly parameters: readonly IndicatorParameter[];
  /** What a point indicator follows; null for one of whole bars. */
  readonly selector: Selector | null;
}

type Kinds = typeof pointIndicators & typeof barIndicators;
export type ParametersOf<Name extends IndicatorName> = Parameters<Kinds[Name]>;
type PartsOf<Name extends IndicatorName> =
  ReturnType<Kinds[Name]> extends { parts: infer Parts } ? keyof Parts & string : never;

/** Names of what an indicator tells besides its value; none where they are not known by name. */
export type PartName<Name extends IndicatorName> =
  string extends PartsOf<Name> ? never : PartsOf<Name>;

/** An indicator that has seen nothing, fed with bars. */
export interface BarFed {
  readonly output: Output;
  readonly warmUpPeriod: number;
  readonly parts: Readonly<Record<string, Output>>;
  update(bar: Bar): void;
  /** How it goes through a column at once; null where it has to be fed bar by bar. */
  readonly pass: ColumnPass | null;
}

/** Values of an indicator that tells nothing else, and of each bar reads one number. */
export interface ColumnPass {
  readonly column: FieldColumn;
  /** As `Calculator.fill`. */
  fill(inputs: Float64Array, values: Float64Array): number;
}

/** @throws RangeError where the parameters fit no such indicator */
export function createBarFed({ kind, parameters, selector }: IndicatorRecipe): BarFed {
  refuseFractions(kind, parameters);
  return isPointIndicator(kind)
    ? fedWithPoints(create(pointIndicators[kind], parameters), selector ?? Field.Close)
    : fedWithBars(create(barIndicators[kind], parameters));
}

/** Positions of the parameters that are no periods. */
const FACTORS: Partial<Record<IndicatorName, readonly number[]>> = {
  ema: [1],
  t3: [1],
  alma: [1, 2],
  bb: [1],
  kch: [1],
  psar: [0, 1, 2],
};

function refuseFractions(kind: IndicatorName, parameters: readonly IndicatorParameter[]): void {
  for (const [position, value] of parameters.entries()) {
    if (typeof value !== 'number') continue;
    const isFactor = FACTORS[kind]?.includes(position) ?? false;
    if (isFactor ? Number.isFinite(value) : Number.isInteger(value) && value > 0) continue;
    const wanted = isFactor ? 'a number' : 'a whole number of bars from 1';
    throw new RangeError(`Cannot make ${kind}: wanted ${wanted}, found ${value}`);
  }
}

export function isPointIndicator(kind: IndicatorName): kind is PointIndicatorName {
  return kind in pointIndicators;
}

function create<Input>(
  factory: (...parameters: never[]) => Calculator<Input>,
  parameters: readonly IndicatorParameter[],
): Calculator<Input> {
  return factory(...(parameters as never[]));
}

function fedWithPoints(calculator: Calculator<number>, select: Selector): BarFed {
  const fed = shown(calculator);
  const column = Object.keys(fed.parts).length === 0 ? fieldColumn(select) : null;
  const fill: ColumnPass['fill'] = (inputs, values) => calculator.fill(inputs, values);
  const pass = column === null ? null : { column, fill };
  return { ...fed, update: (bar) => calculator.update(select(bar)), pass };
}

function fedWithBars(calculator: Calculator<Bar>): BarFed {
  return { ...shown(calculator), update: (bar) => calculator.update(bar), pass: null };
}

function shown(calculator: Calculator<never>): Omit<BarFed, 'update' | 'pass'> {
  const { warmUpPeriod, parts } = calculator;
  return { output: calculator, warmUpPeriod, parts };
}
