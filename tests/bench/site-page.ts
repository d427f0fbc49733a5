import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { Interaction } from './site-interaction.ts';
import { type Loaded, loadRunPage, useRunPage } from './site-load.ts';

const LOADS = 3;

export interface RunPageFigures {
  readonly evaluations: number;
  readonly loads: readonly Loaded[];
  /** Resident, of the server alone: before it was asked, and after. */
  readonly serverMb: readonly [before: number, after: number];
  readonly interactions: readonly Interaction[];
}

/** Loads the page of a run some times, and uses it; figures are told as they come. */
export async function runPageFigures(
  browser: Browser,
  place: { readonly url: string; readonly id: string },
  { size, pid }: { readonly size: number; readonly pid: number },
): Promise<RunPageFigures> {
  console.log(`  ${size.toLocaleString('en')} evaluations`);
  const before = residentMb(pid);
  const loads: Loaded[] = [];
  for (let load = 1; load <= LOADS; load++) {
    const loaded = await loadRunPage(browser, place);
    loads.push(loaded);
    console.log(`    load ${load}: ${loadText(loaded)}`);
  }
  console.log(row('from an input to the next frame', HEAD));
  const interactions = await useRunPage(browser, place, (one) =>
    console.log(row(one.name, interactionTexts(one))),
  );
  const after = residentMb(pid);
  console.log(`    server ${before} → ${after} MB`);
  return { evaluations: size, loads, serverMb: [before, after], interactions };
}

/** Backtests are another process. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
}

const ms = (value: number): string => `${Math.round(value)} ms`;
const kb = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;

function loadText({ firstPaint, filled, bytes, largest }: Loaded): string {
  const sent = `${kb(bytes)} in all, ${kb(largest)} at most in one answer`;
  return `first paint ${ms(firstPaint)}, filled ${ms(filled)}, ${sent}`;
}

const HEAD = ['inputs', 'median', 'p95', 'most', 'longest task'];

function interactionTexts({ inputs, ...times }: Interaction): readonly string[] {
  const { median, p95, most, longestTask } = times;
  return [String(inputs), ...[median, p95, most, longestTask].map(ms)];
}

function row(name: string, texts: readonly string[]): string {
  return `    ${name.padEnd(34)}${texts.map((text) => text.padStart(13)).join('')}`;
}
