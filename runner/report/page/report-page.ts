import { createHash } from 'node:crypto';
import { countText, durationText } from '../../domain/number-text.ts';
import type { SymbolProgress } from '../../domain/run-record.ts';
import { HEADLINE_ROWS } from '../headline-rows.ts';
import { equityPlots } from './equity-plots.ts';
import { figures, verifications, warnings } from './headline.ts';
import { Html, html } from './html.ts';
import { originTable } from './origin-table.ts';
import { parametersTable } from './parameters-table.ts';
import { type PlotDetail, plotDetail } from './plot-detail.ts';
import type { NamedResult, ReportData, SearchReport } from './report-data.ts';
import { REPORT_STYLE } from './report-style.ts';
import { coursePlot, slicePlots } from './search-plots.ts';
import { stagesTable } from './stages-table.ts';
import { statisticsTables } from './statistics-tables.ts';
import { topTable } from './top-table.ts';
import { trustTables } from './trust-tables.ts';

/**
 * A run as one HTML page that needs nothing else: no script, no request; its policy forbids both,
 * so that it can be mailed, hosted anywhere or opened as a file.
 */
export function reportPage(data: ReportData): string {
  const { record, searches } = data;
  const hash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<title>${record.name}: ${record.strategy} on ${symbolsText(data)}</title><style>${new Html(REPORT_STYLE)}</style></head>
<body><main><h1>${record.name}</h1>
<p class="lead">${record.strategy} on ${symbolsText(data)}, ${record.dates.start} to ${record.dates.end}. ${effort(data)}</p>
${record.symbols.length > 1 && overview(data)}${searches.map((search) => searchSection(search, data))}
<section><h2>How it was made</h2>${originTable(data)}</section>
<footer><p>Written by leantune ${record.versions['leantune'] ?? ''}. A backtest tells what would have happened under its assumptions; nothing here is a recommendation to trade.</p></footer>
</main></body></html>
`;
  return page.text;
}

function symbolsText({ job: { symbols } }: ReportData): string {
  const shown = symbols.slice(0, 6).join(', ');
  return symbols.length > 6 ? `${shown} and ${symbols.length - 6} more` : shown;
}

function effort({ record }: ReportData): string {
  const made = record.symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
  return `${countText(made)} backtests in ${durationText(record.seconds)}; the run is ${record.state}.`;
}

/** What leaves room for all of them on paper. */
const COMPARED = HEADLINE_ROWS.filter(({ label }) => !/calmar|sortino/.test(label));

/** All searches of the run side by side. */
function overview({ record, others }: ReportData): Html {
  const row = ({ symbol, counts, best, holdout }: SymbolProgress): Html =>
    html`<tr><th scope="row">${symbol}</th><td class="number">${countText(counts.evaluations)}</td>${COMPARED.map(
      (one) => html`<td class="number">${best === null ? '–' : one.text(best)}</td>`,
    )}<td class="number">${holdout === null ? '–' : COMPARED[0]?.text(holdout)}</td></tr>`;
  const more =
    others.length > 0 &&
    html`<p>${others.length} are listed here alone; <code>leantune report RUN --symbol NAME --html</code> tells of one of them.</p>`;
  return html`<section><h2>All symbols</h2><div class="scroll"><table><thead><tr><th scope="col">symbol</th><th scope="col" class="number">evaluations</th>${COMPARED.map(
    ({ label }) => html`<th scope="col" class="number">${label}</th>`,
  )}<th scope="col" class="number">fitness, holdout</th></tr></thead><tbody>${record.symbols.map(row)}</tbody></table></div>${more}</section>`;
}

function searchSection(search: SearchReport, data: ReportData): Html {
  const { progress, best, results, holdouts } = search;
  const { space, job, record, searches } = data;
  const detail = plotDetail(searches.reduce((sum, one) => sum + one.results.length, 0));
  const title =
    best === null ? progress.symbol : `Best of ${progress.symbol} (evaluation ${best.id})`;
  const dates = record.holdout_dates;
  const days = dates === null ? '' : `, ${dates.start} to ${dates.end}`;
  return html`<section><h2>${title}</h2>${figures(search)}${verifications(search)}${warnings(progress, data)}${titled(
    'Parameters',
    parametersTable(search, data),
  )}${equities('Equity and drawdown', results, detail)}${equities(`On the holdout${days}`, holdouts, detail)}<h3>How it was found</h3>${best !== null && coursePlot(search, detail)}${stagesTable(search, job)}${titled(
    'Fitness by parameter',
    slicePlots(search, space, detail),
  )}${titled('What mattered, and what is around it', trustTables(search))}${titled(
    'The best sets',
    topTable(search, space),
  )}${titled('Statistics', statisticsTables(search))}</section>`;
}

function equities(title: string, results: readonly NamedResult[], detail: PlotDetail): Html | null {
  const plots = results
    .map((result) => equityPlots(result, detail))
    .filter((plot) => plot !== null);
  return plots.length === 0 ? null : titled(title, html`${plots}`);
}

function titled(title: string, content: Html | null): Html | null {
  return content === null ? null : html`<h3>${title}</h3>${content}`;
}
