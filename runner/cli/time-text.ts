import { TIME_KINDS, type TimeSplit } from '../domain/time-split.ts';

/** `engine 61 %, strategy 12 %, …`, the largest first, without what is less than half a percent. */
export function timeText(time: TimeSplit | undefined): string | null {
  if (time === undefined) return null;
  const total = TIME_KINDS.reduce((sum, kind) => sum + time[kind], 0);
  if (total <= 0) return null;
  return TIME_KINDS.map((kind) => ({ kind, percent: Math.round((100 * time[kind]) / total) }))
    .filter(({ percent }) => percent > 0)
    .sort((a, b) => b.percent - a.percent)
    .map(({ kind, percent }) => `${kind} ${percent} %`)
    .join(', ');
}
