import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { SymbolProgress } from '../domain/run-record.ts';
import { evaluatedSearches } from '../report/best-parameters.ts';
import { reportData } from '../report/page/report-data.ts';
import { reportPage } from '../report/page/report-page.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import type { CommandContext } from './context.ts';
import { requireBrowser } from './find-browser.ts';
import type { StoredRun } from './find-run.ts';
import { fullBacktest } from './full-backtest.ts';
import { printPdf } from './print-pdf.ts';
import { requireFolder } from './require-folder.ts';

interface PageOptions {
  readonly html?: string | true;
  readonly pdf?: string | true;
  readonly symbol?: string;
}

/** Writes a run as one page: HTML, PDF by a browser, or both. */
export async function writePage(
  context: CommandContext,
  { record, job }: StoredRun,
  { html, pdf, symbol }: PageOptions,
): Promise<void> {
  const { store } = context.services;
  const own = (name: string): string => join(store.folder(record.id), name);
  const htmlFile = html === true ? own('report.html') : html;
  const pdfFile = pdf === true ? own('report.pdf') : pdf;
  if (htmlFile !== undefined) await requireFolder(htmlFile, '--html');
  if (pdfFile !== undefined) await requireFolder(pdfFile, '--pdf');
  const browser = pdfFile === undefined ? null : await requireBrowser(process.env);
  const data = await reportData(
    store,
    { record, job },
    {
      searches: evaluatedSearches(record, symbol),
      backtest: (progress, best) => missingResult(context, { record, job }, { progress, best }),
    },
  );
  const page = reportPage(data);
  if (htmlFile !== undefined) {
    await writeFileAtomic(htmlFile, page);
    context.out.write(`${htmlFile}\n`);
  }
  if (pdfFile !== undefined && browser !== null) {
    await printPage(page, { browser, to: resolve(pdfFile) });
    context.out.write(`${pdfFile}\n`);
  }
}

/** The browser reads a file and writes one, both in a folder that goes again. */
async function printPage(
  page: string,
  { browser, to }: { readonly browser: string; readonly to: string },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leantune-pdf-'));
  try {
    const file = join(folder, 'report.html');
    await writeFileAtomic(file, page);
    await writeFileAtomic(to, await printPdf(browser, file, folder));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Where the result of the best was not kept: a page without curves is better than none. */
async function missingResult(
  context: CommandContext,
  { job }: StoredRun,
  { progress, best }: { readonly progress: SymbolProgress; readonly best: Evaluation },
): Promise<unknown> {
  const [first = progress.symbol] = job.symbols;
  const symbol = job.mode === 'shared' ? first : progress.symbol;
  const told = (reason: string): null => {
    const { err } = context;
    err.write(
      `${err.style('yellow', 'Warning:')} no equity of evaluation ${best.id} on ${symbol}: ${reason}\n`,
    );
    return null;
  };
  try {
    const one = { setup: { ...job.backtest, symbol }, params: best.params };
    const outcome = await fullBacktest(context, job, one, new AbortController().signal);
    if (outcome.status === 'complete') return JSON.parse(outcome.result ?? 'null');
    return told(outcome.status === 'failed' ? outcome.error : outcome.status);
  } catch (error) {
    return told(messageOf(error));
  }
}
