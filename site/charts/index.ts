import { drawdown, equity } from './best-curve.ts';
import { bestSoFar } from './best-so-far.ts';
import { bestsSoFar } from './bests-so-far.ts';
import type { ChartKind } from './chart.ts';
import { distribution } from './distribution.ts';
import { equities } from './equities.ts';
import { evaluationDrawdown, evaluationEquity } from './evaluation-curves.ts';
import { evaluationsScatter } from './evaluations-scatter.ts';
import { front } from './front.ts';
import { hypervolume } from './hypervolume.ts';
import { shares } from './shares.ts';
import { slotTimeline } from './slot-timeline.ts';
import { studyCourse } from './study-course.ts';
import { tradeMarks } from './trade-marks.ts';

/** The charts that a `<chart-panel kind="…">` can show. */
export const charts = {
  'best-so-far': bestSoFar,
  'bests-so-far': bestsSoFar,
  evaluations: evaluationsScatter,
  equities,
  equity,
  drawdown,
  distribution,
  front,
  hypervolume,
  shares,
  'slot-timeline': slotTimeline,
  'study-course': studyCourse,
  'evaluation-equity': evaluationEquity,
  'evaluation-drawdown': evaluationDrawdown,
  'trade-marks': tradeMarks,
} satisfies Record<string, ChartKind<never>>;

export type ChartName = keyof typeof charts;
export type ChartData<Name extends ChartName> = Parameters<(typeof charts)[Name]['describe']>[0];
