import { countText, durationText, rateText, valueText } from '../domain/number-text.ts';
import type { StageProgress } from '../domain/run-record.ts';

export interface StageLine {
  readonly stage: StageProgress;
  /** What the line begins with. */
  readonly label: string;
  /** Evaluations made in `seconds`, for rate and ETA. */
  readonly made: number;
  readonly seconds: number;
  /** Memory of all processes, while the stage runs. */
  readonly memoryMb?: number | undefined;
}

/**
 * One stage on one line: `genetic  340 / 611  55 %  1,240/s  best 1.842  ETA 4.0 s`. A stage may
 * end before its budget is used, so that one that has ended shows what it made alone.
 */
export function stageLine({ stage, label, made, seconds, memoryMb }: StageLine): string {
  const { state, evaluations, budget, best } = stage;
  const rate = seconds > 0 ? made / seconds : 0;
  const running = state === 'running';
  const parts = [
    label,
    running ? countsText(evaluations, budget) : `${countText(evaluations)} evaluations`,
    rateText(rate),
    `best ${best === null ? 'none yet' : valueText(best)}`,
    running
      ? etaText(evaluations, budget, rate)
      : `${state === 'stopped' ? 'stopped after' : 'in'} ${durationText(seconds)}`,
  ];
  if (running && memoryMb !== undefined) parts.push(`${countText(memoryMb)} MB`);
  return parts.filter((part) => part !== '').join('  ');
}

function countsText(evaluations: number, budget: number | null): string {
  if (budget === null) return countText(evaluations);
  const percent = budget === 0 ? 100 : Math.floor((100 * evaluations) / budget);
  return `${countText(evaluations)} / ${countText(budget)}  ${percent} %`;
}

function etaText(evaluations: number, budget: number | null, rate: number): string {
  if (budget === null || rate <= 0) return '';
  return `ETA ${durationText(Math.max(0, budget - evaluations) / rate)}`;
}
