import type { BarCalculator, PointCalculator } from './calculator.ts';

/** What sets an indicator's values apart from another's of its kind. */
export type IndicatorParameter = number | string | undefined;

/** Makes an indicator of one number per bar from its parameters. @throws RangeError where they fit none */
// biome-ignore lint/suspicious/noExplicitAny: each kind has parameters of its own
export type PointIndicatorKind = (...parameters: any[]) => PointCalculator;

/** Makes an indicator of whole bars from its parameters. @throws RangeError where they fit none */
// biome-ignore lint/suspicious/noExplicitAny: each kind has parameters of its own
export type BarIndicatorKind = (...parameters: any[]) => BarCalculator;
