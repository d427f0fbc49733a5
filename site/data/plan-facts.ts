import type { JobPlanView } from '../../runner/server/job-views.ts';
import { formatDuration, formatNumber, formatSize } from './format.ts';
import { symbolsText } from './symbols-text.ts';

export type Fact = readonly [name: string, text: string];

/** What a job would do, a line each. */
export function planFacts(plan: JobPlanView): readonly Fact[] {
  const { grid_size: size, searches, dates, holdout } = plan;
  const sets = size === null ? 'continuous' : `${formatSize(size)} sets`;
  const days = `${dates.start} to ${dates.end}`;
  const facts: (Fact | null)[] = [
    ['Strategy', `${plan.strategy} on ${plan.executor}, ${plan.slots} slots`],
    ['Symbols', symbolsText(plan.symbols)],
    ['Days', holdout === null ? days : `${days}; holdout ${holdout.start} to ${holdout.end}`],
    ['Space', `${sets}, ${plan.parameters} parameter${plan.parameters === 1 ? '' : 's'}`],
    ['Stages', stagesText(plan)],
    ['Evaluations', evaluationsText(plan)],
    searches > 1 ? ['Searches', `${formatNumber(searches)}, one a symbol`] : null,
    ['Time', timeText(plan)],
  ];
  return facts.filter((fact) => fact !== null);
}

function stagesText({ stages }: JobPlanView): string {
  return stages
    .filter(({ enabled }) => enabled)
    .map(({ name, budget }) => (budget === null ? name : `${name} ${formatNumber(budget)}`))
    .join(' → ');
}

function evaluationsText({ evaluations, total, searches }: JobPlanView): string {
  if (evaluations === null || total === null) return 'until it is stopped';
  const most = `at most ${formatNumber(total)}`;
  return searches > 1 ? `${most}, ${formatNumber(evaluations)} a symbol` : most;
}

function timeText({ expected, seconds }: JobPlanView): string {
  const limit = seconds === null ? '' : `at most ${formatDuration(seconds)}`;
  if (expected === null) return limit === '' ? 'not known: no earlier run to go by' : limit;
  const guess = `some ${formatDuration(expected.seconds)}, by the rate of run ${expected.run}`;
  return limit === '' ? guess : `${guess}; ${limit}`;
}
