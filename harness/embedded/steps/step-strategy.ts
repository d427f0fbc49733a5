import type { Metrics } from '../../../runner/domain/metrics.ts';
import type { ParameterValue } from '../../../runner/domain/parameter-set.ts';
import type { Variation } from '../../../runner/domain/variation.ts';
import type { StepBars, StepMarket } from './step-market.ts';

export type Values = Readonly<Record<string, ParameterValue>>;

/** What a step is computed from: the market, its parameters, and the steps it uses by their names. */
export type StepInput<Params, Steps> = Steps & {
  readonly market: StepMarket;
  readonly bars: StepBars;
  readonly params: Readonly<Params>;
};

/** The same without types, as the engine handles it. */
export type AnyInput = StepInput<Values, Readonly<Record<string, unknown>>>;

/** The parameters and steps that something depends on. */
export interface Dependencies {
  readonly reads: readonly string[];
  readonly uses: readonly string[];
}

export interface StepDefinition extends Dependencies {
  readonly name: string;
  /** `value`: what it comes to tells later steps apart, in place of the parameters it reads. */
  readonly kind: 'step' | 'value';
  readonly compute: (input: AnyInput) => unknown;
}

/** What a parameter set is judged by; a row where the names are known beforehand. */
export type MeasureDefinition = Dependencies &
  (
    | { readonly names: null; readonly compute: (input: AnyInput) => Metrics }
    | {
        readonly names: readonly string[];
        readonly compute: (input: AnyInput, row: Float64Array, offset: number) => void;
      }
  );

/** A closed trade of a step strategy. Times are UTC milliseconds. */
export interface StepTrade {
  readonly direction: 'long' | 'short';
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  /** Part of the balance that was gained or lost. */
  readonly gain: number;
  readonly quantity?: number;
  /** More to show beside it, such as the reason of its exit. */
  readonly notes?: Readonly<Record<string, string | number>>;
}

/** A strategy that is a pure function of columns, cut into steps that parameter sets share. */
export interface StepStrategy {
  readonly kind: 'steps';
  /** Names and defaults of all parameters. */
  readonly parameters: Values;
  /** Each after those that it uses. */
  readonly steps: readonly StepDefinition[];
  readonly measure: MeasureDefinition;
  readonly trades:
    | (Dependencies & { readonly compute: (input: AnyInput) => readonly StepTrade[] })
    | null;
  /** Parameters, outermost first, where the author knows better than the steps tell. */
  readonly sharing: readonly string[] | null;
  /** What is measured apart from the whole. */
  readonly variations: readonly Variation[] | null;
  /** What should be known before a search. @throws Error where the strategy cannot be used */
  readonly check: ((market: StepMarket, params: Values) => readonly string[]) | null;
}

export function isStepStrategy(value: unknown): value is StepStrategy {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'steps';
}
