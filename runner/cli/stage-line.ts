import type { StageProgress } from '../domain/run-record.ts';
import { countText, durationText, rateText, valueText } from './number-text.ts';

export interface StageLine {
  readonly stage: StageProgress;
  /** What the line begins with. */
  readonly label: string;
  /** Evaluations made in `seconds`, for rate and ETA. */
  readonly made: number;
  readonly seconds: number;
}

/** One stage on one line: `genetic  340 / 611   55 %  1,240/s  best 1.842  ETA 4.0 s`. */
export function stageLine({ stage, label, made, seconds }: StageLine): string {
  const { state, evaluations, budget, best } = stage;
  const rate = seconds > 0 ? made / seconds : 0;
  const parts = [
    label,
    countsText(evaluations, budget),
    rateText(rate).padStart(9),
    `best ${best === null ? 'none yet' : valueText(best)}`,
  ];
  if (state === 'running') parts.push(etaText(evaluations, budget, rate));
  else parts.push(`${state === 'stopped' ? 'stopped after' : 'in'} ${durationText(seconds)}`);
  return parts.join('  ').trimEnd();
}

function countsText(evaluations: number, budget: number | null): string {
  if (budget === null) return countText(evaluations).padStart(9);
  const whole = countText(budget);
  const percent = budget === 0 ? 100 : Math.floor((100 * evaluations) / budget);
  return `${countText(evaluations).padStart(whole.length)} / ${whole}  ${`${percent} %`.padStart(5)}`;
}

function etaText(evaluations: number, budget: number | null, rate: number): string {
  if (budget === null || rate <= 0) return '';
  return `ETA ${durationText(Math.max(0, budget - evaluations) / rate)}`;
}
