import { drawdown, equity } from './best-curve.ts';
import { bestSoFar } from './best-so-far.ts';
import { bestsSoFar } from './bests-so-far.ts';
import type { ChartKind } from './chart.ts';
import { equities } from './equities.ts';
import { evaluationsScatter } from './evaluations-scatter.ts';
import { front } from './front.ts';
import { studyCourse } from './study-course.ts';

/** The charts that a `<chart-panel kind="…">` can show. */
export const charts = {
  'best-so-far': bestSoFar,
  'bests-so-far': bestsSoFar,
  evaluations: evaluationsScatter,
  equities,
  equity,
  drawdown,
  front,
  'study-course': studyCourse,
} satisfies Record<string, ChartKind<never>>;

export type ChartName = keyof typeof charts;
export type ChartData<Name extends ChartName> = Parameters<(typeof charts)[Name]['describe']>[0];
