import type { Evaluation } from '../domain/evaluation.ts';
import { gainText } from '../domain/gain-text.ts';
import type { Job } from '../domain/job.ts';
import { countText, durationText, rateText, shareText } from '../domain/number-text.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { verificationText } from '../domain/verification-text.ts';
import { resultWarnings } from '../report/result-warnings.ts';
import { type Field, fieldLines } from './field-lines.ts';
import { indented } from './indented.ts';
import { metricsText } from './metrics-text.ts';
import { sparedText } from './pruning-text.ts';
import type { Screen } from './screen.ts';
import { timeText } from './time-text.ts';
import { universeText } from './universe-text.ts';

export interface SummaryOptions {
  /** The run's folder as the user would type it. */
  readonly folder: string;
  /** The run's page, and whether a server answers there now. */
  readonly page: { readonly url: string; readonly served: boolean };
  readonly style: Screen['style'];
}

/** What a run found and what it took. */
export function summaryText(record: RunRecord, job: Job, options: SummaryOptions): string {
  const { style } = options;
  const results = record.symbols.map((progress) => resultText(progress, job, record, style));
  const all = universeText(record, style);
  const end = endText(record, options, job.objectives === undefined ? 'search' : 'front');
  return [...results, ...(all === '' ? [] : [all]), end].join('\n');
}

/** How a run ended, what it took and where it is; beside a search, how much of its grid it saw. */
export function endText(
  record: RunRecord,
  options: SummaryOptions,
  kind: 'search' | 'front' | 'batch',
): string {
  const { style } = options;
  const grid = kind === 'batch' ? [] : gridFields(record);
  const fields: Field[] = [
    ...effortFields(record).toSpliced(2, 0, ...grid.slice(0, 1)),
    ...grid.slice(1),
    ['front', kind === 'front' ? `npx leantune front ${record.id}` : null],
    ['run folder', options.folder],
    ['site', pageText(options)],
  ];
  return `${style('bold', stateText(record))}\n\n${fieldLines(fields, style)}`;
}

function stateText({ state, reason }: RunRecord): string {
  const text = `Run ${state}`;
  return reason === null ? text : `${text}: ${reason}`;
}

function resultText(
  progress: SymbolProgress,
  job: Job,
  record: RunRecord,
  style: Screen['style'],
): string {
  const { best, holdout, symbol } = progress;
  const ended = record.state === 'complete' || record.state === 'stopped';
  const warnings = ended ? resultWarnings(progress, job) : [];
  const warned = warnings.map((warning) => `${style('yellow', 'Warning:')} ${warning}\n`).join('');
  if (best === null) return `${style('bold', symbol)}: ${noneText(progress)}\n${warned}`;
  const title = `${style('bold', `Best of ${symbol}`)} (evaluation ${countText(best.id)})`;
  const table = indented(metricsText(best, holdout, progress.baseline));
  const more = fieldLines(findings(progress), style);
  return `${title}\n${paramsText(best, style)}\n${table}${more === '' ? '' : `\n${more}`}${warned}`;
}

/** What speaks for the best beside its figures. */
function findings({ best, baseline, verified = [] }: SymbolProgress): Field[] {
  const own = verified.filter(({ evaluation }) => evaluation === best?.id);
  return [
    ['gain', best === null ? null : gainText(best, baseline)],
    ...own.map((one): Field => ['verified', verificationText(one)]),
  ];
}

function noneText({ counts }: SymbolProgress): string {
  if (counts.evaluations === 0) return 'nothing was evaluated';
  return `none of ${countText(counts.evaluations)} evaluations gave a valid set (${countText(counts.invalid)} invalid, ${countText(counts.failed)} failed${counts.pruned > 0 ? `, ${countText(counts.pruned)} pruned` : ''})`;
}

function paramsText(best: Evaluation, style: Screen['style']): string {
  const fields = Object.entries(best.params).map(([name, value]): Field => [name, String(value)]);
  return fieldLines(fields, style);
}

function effortFields(record: RunRecord): Field[] {
  const made = sum(record, 'evaluations');
  const duplicates = sum(record, 'duplicates');
  const repeats =
    duplicates === 0 ? '' : `, and ${countText(duplicates)} repeats answered from memory`;
  const rate = record.evaluations_per_second;
  const speed = rate === null ? '' : `, ${rateText(rate)}`;
  return [
    ['evaluations', `${countText(made)}${repeats}`],
    ['pruned', sparedText(record)],
    ['time', `${durationText(record.seconds)}${speed}`],
    ['time went', timeText(record.time)],
  ];
}

function gridFields(record: RunRecord): Field[] {
  return [
    ['share of the grid', shareOfGrid(record, sum(record, 'evaluations'))],
    ['the whole grid', wholeGridText(record)],
  ];
}

function sum(record: RunRecord, count: 'evaluations' | 'duplicates'): number {
  return record.symbols.reduce((total, { counts }) => total + counts[count], 0);
}

/** The grid is searched once for each symbol. */
function gridSize({ space_size: size, symbols }: RunRecord): bigint | null {
  return size === null ? null : BigInt(size) * BigInt(Math.max(1, symbols.length));
}

function shareOfGrid(record: RunRecord, made: number): string {
  const size = gridSize(record);
  if (size === null) return 'continuous space: no grid';
  return `${countText(made)} of ${countText(size)}, ${shareText(BigInt(made), size)}`;
}

function wholeGridText(record: RunRecord): string | null {
  const size = gridSize(record);
  const rate = record.evaluations_per_second;
  if (size === null || rate === null || rate <= 0) return null;
  return `would have taken ${durationText(Number(size) / rate)} at this rate`;
}

function pageText({ page }: SummaryOptions): string {
  return page.served ? page.url : `npm start, then ${page.url}`;
}
