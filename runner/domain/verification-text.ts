import { valueText } from './number-text.ts';
import type { MetricDifference, Verification } from './verification.ts';

/** Differences that are named. */
const MOST = 3;

/** `in a fresh process: equal`, `on LEAN (docker): differs: net_pnl 3.1, was 3.4` */
export function verificationText(verification: Verification): string {
  return `${placeText(verification)}: ${outcomeText(verification)}`;
}

function placeText({ kind, executor, engine }: Verification): string {
  if (kind === 'repeat') {
    return executor === 'docker' ? 'in a fresh container' : 'in a fresh process';
  }
  return engine === 'lean' ? `on LEAN (${executor})` : 'by the embedded engine';
}

function outcomeText({ equal, error, differences, kind }: Verification): string {
  if (error !== null) return `failed: ${error}`;
  if (equal) return kind === 'repeat' ? 'equal' : 'the same, as far as engines agree';
  const more = differences.length > MOST ? `; and ${differences.length - MOST} more` : '';
  return `differs: ${differences.slice(0, MOST).map(differenceText).join('; ')}${more}`;
}

function differenceText({ metric, was, is }: MetricDifference): string {
  return `${metric} ${figure(is)}, was ${figure(was)}`;
}

function figure(value: number | null): string {
  return value === null ? 'missing' : valueText(value);
}
