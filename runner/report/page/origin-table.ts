import type { Job } from '../../domain/job.ts';
import { countText, durationText } from '../../domain/number-text.ts';
import type { RunRecord } from '../../domain/run-record.ts';
import { optionsText } from './cell-text.ts';
import { type Html, html } from './html.ts';
import type { ReportData } from './report-data.ts';

/** What the run was, so that it can be made again. */
export function originTable({ record, job }: ReportData): Html {
  const rows: readonly (readonly [string, string | null])[] = [
    ['run', record.id],
    ['study', record.study],
    ['strategy', record.strategy],
    ['symbols', job.symbols.join(', ')],
    ['market', `${job.backtest.securityType}, ${job.backtest.market}, ${job.backtest.resolution}`],
    ['dates', `${record.dates.start} to ${record.dates.end}`],
    [
      'holdout',
      record.holdout_dates === null
        ? 'none'
        : `${record.holdout_dates.start} to ${record.holdout_dates.end}`,
    ],
    ['cash', countText(job.backtest.cash)],
    ['fitness', `${job.fitness.name} (${optionsText(job.fitness.options)})`],
    [
      'limits',
      job.constraints
        .map(({ metric, operator, value }) => `${metric} ${operator} ${value}`)
        .join(', ') || 'none',
    ],
    ['rules', job.rules.join(', ') || 'none'],
    ['space', spaceText(record, job)],
    ['seed', String(record.seed)],
    ['executor', `${record.executor}, ${record.slots} slots`],
    ['time', `${durationText(record.seconds)}, ended ${record.ended_at ?? 'not yet'}`],
    [
      'versions',
      Object.entries(record.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['strategy hash', record.identity.strategy],
    ['data hash', record.identity.data],
    ['search hash', record.identity.search],
  ];
  return html`<div class="scroll"><table class="facts"><tbody>${rows
    .filter(([, text]) => text !== null)
    .map(
      ([name, text]) => html`<tr><th scope="row">${name}</th><td>${text}</td></tr>`,
    )}</tbody></table></div>`;
}

function spaceText({ space_size: size, symbols }: RunRecord, { parameters }: Job): string {
  const count = `${parameters.length} parameters`;
  const made = symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
  return size === null
    ? `${count}, continuous; ${countText(made)} evaluations`
    : `${countText(BigInt(size))} sets, ${count}; ${countText(made)} evaluations`;
}
