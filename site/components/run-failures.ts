import type { RunParts, RunSnapshot } from '../data/run-snapshot.ts';

/** Where each part of a run is shown, and its failure said. */
const PANELS: Readonly<Record<keyof RunParts, string>> = {
  points: 'chart-panel[kind=best-so-far], chart-panel[kind=evaluations]',
  top: 'top-table',
  best: 'chart-panel[kind=equity], chart-panel[kind=drawdown], best-statistics',
  front: 'chart-panel[kind=front]',
  log: 'log-tail',
  annotations: 'run-note',
};

type Fallible = Element & { fail(why: string, retry: () => void): void };

function isFallible(host: Element): host is Fallible {
  return 'fail' in host && typeof host.fail === 'function';
}

/** Lets each panel of a run's page say what it could not get; those that show something older keep it. */
export function showFailures(
  page: ParentNode,
  failed: RunSnapshot['failed'],
  retry: () => void,
): void {
  for (const [name, hosts] of Object.entries(PANELS)) {
    const why = failed[name as keyof RunParts];
    if (why === undefined) continue;
    for (const host of page.querySelectorAll(hosts)) if (isFallible(host)) host.fail(why, retry);
  }
}
