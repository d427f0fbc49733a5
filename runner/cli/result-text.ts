import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { type RunSummary, summarize } from '../report/run-summary.ts';
import { type Backtested, backtestedIn, batchText, isBatch } from './batch-text.ts';
import type { CommandContext } from './context.ts';
import { runPage } from './run-page.ts';
import { studyReader } from './study-desk.ts';
import { studyBestsText } from './study-text.ts';
import { endText, summaryText } from './summary-text.ts';

/** What a run found: its backtests where they were listed, else the best of its searches. */
export async function resultText(
  context: CommandContext,
  record: RunRecord,
  job: Job,
): Promise<string> {
  const page = await runPage(context, record.id);
  if (!isBatch(job)) {
    return `${summaryText(record, job, page)}${await studyResult(context, record)}`;
  }
  const rows = await backtestedIn(context.services.store, record);
  return `${batchText(rows)}\n${endText(record, page, 'batch')}`;
}

/** What the run's study has come to; empty where the run is all of it. */
async function studyResult({ services, out }: CommandContext, { study }: RunRecord) {
  if (study === null) return '';
  const found = await studyReader(services).show(study);
  return found.runs < 2 ? '' : `\n${studyBestsText(found, out.style)}`;
}

/** The same for programs. */
export async function resultValue(
  { services: { store } }: CommandContext,
  record: RunRecord,
  job: Job,
): Promise<{ summary: RunSummary; backtests?: readonly Backtested[] }> {
  const summary = summarize(record);
  return isBatch(job) ? { summary, backtests: await backtestedIn(store, record) } : { summary };
}
