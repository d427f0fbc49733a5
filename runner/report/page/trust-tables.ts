import { countText, valueText } from '../../domain/number-text.ts';
import { numberOr } from './cell-text.ts';
import { type Html, html } from './html.ts';
import type { SearchReport } from './report-data.ts';

/** Which parameters mattered, and how the sets around the best did. */
export function trustTables({ importance, stability }: SearchReport): Html | null {
  if (importance === null && stability === null) return null;
  return html`<div class="pair">${importance !== null && importanceTable(importance)}${stability !== null && stabilityTable(stability)}</div>`;
}

function importanceTable({
  parameters,
  together,
  used,
}: NonNullable<SearchReport['importance']>): Html {
  const rows = [
    ...parameters.map(({ name, share }) => ({ name, share })),
    { name: 'only together', share: together },
  ];
  return html`<div class="scroll"><table><caption>Share of the fitness that a parameter explains by itself (functional ANOVA over ${countText(used)} valid sets)</caption><tbody>${rows.map(
    ({ name, share }) =>
      html`<tr><th scope="row">${name}</th><td class="number">${(share * 100).toFixed(1)} %</td><td><svg class="bar" viewBox="0 0 112 12" aria-hidden="true"><path class="fill s1" d="M6 2h${Math.round(share * 1000) / 10}v8h-${Math.round(share * 1000) / 10}z"/></svg></td></tr>`,
  )}</tbody></table></div>`;
}

function stabilityTable({ best, around }: NonNullable<SearchReport['stability']>): Html {
  return html`<div class="scroll"><table><caption>Sets that were evaluated around the best (fitness ${valueText(best)}): much worse ones speak for a lucky peak</caption><thead><tr><th scope="col">within steps</th><th scope="col" class="number">sets</th><th scope="col" class="number">valid</th><th scope="col" class="number">mean</th><th scope="col" class="number">worst</th><th scope="col" class="number">mean of best</th></tr></thead><tbody>${around.map(
    ({ radius, evaluations, valid, mean, worst, kept }) =>
      html`<tr><th scope="row">${radius}</th><td class="number">${countText(evaluations)}</td><td class="number">${countText(valid)}</td><td class="number">${numberOr(mean)}</td><td class="number">${numberOr(worst)}</td><td class="number">${kept === null ? '–' : `${Math.round(kept * 100)} %`}</td></tr>`,
  )}</tbody></table></div>`;
}
