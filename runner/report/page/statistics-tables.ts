import { valueText } from '../../domain/number-text.ts';
import { measured } from '../measured.ts';
import { type Html, html } from './html.ts';
import type { SearchReport } from './report-data.ts';

/** All metrics of the best: in the search, on the holdout, and those of what is in use. */
export function statisticsTables({ best, progress, results, holdouts }: SearchReport): Html | null {
  if (best === null) return null;
  const others = [
    ...(progress.holdout === null ? [] : [{ title: 'holdout', evaluation: progress.holdout }]),
    ...(progress.baseline === undefined
      ? []
      : [{ title: progress.baseline.label, evaluation: progress.baseline.evaluation }]),
  ];
  const own = measured(best);
  const [first, second] = [results[0], holdouts[0]];
  const columns = others.map(({ evaluation }) => measured(evaluation));
  const rows = Object.entries(own).map(
    ([name, value]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${valueText(value)}</td>${columns.map(
        (metrics) =>
          html`<td class="number">${metrics[name] === undefined ? '–' : valueText(metrics[name])}</td>`,
      )}</tr>`,
  );
  const leans = Object.entries(first?.curves.statistics ?? {}).map(
    ([name, text]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${text}</td>${second !== undefined && html`<td class="number">${second.curves.statistics[name] ?? '–'}</td>`}</tr>`,
  );
  return html`<div class="pair"><div class="scroll"><table><caption>Metrics (net_pnl, max_drawdown and compounding_annual_return in percent)</caption><thead><tr><th scope="col">metric</th><th scope="col" class="number">search</th>${others.map(
    ({ title }) => html`<th scope="col" class="number">${title}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>${
    leans.length > 0 &&
    html`<div class="scroll"><table><caption>LEAN's statistics${results.length > 1 && html` on ${first?.symbol}`}</caption><thead><tr><th scope="col">statistic</th><th scope="col" class="number">search</th>${second !== undefined && html`<th scope="col" class="number">holdout</th>`}</tr></thead><tbody>${leans}</tbody></table></div>`
  }</div>`;
}
