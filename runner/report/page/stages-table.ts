import type { Job } from '../../domain/job.ts';
import { countText, durationText } from '../../domain/number-text.ts';
import { numberOr, optionsText } from './cell-text.ts';
import { type Html, html } from './html.ts';
import type { SearchReport } from './report-data.ts';

/** What each stage did for the search. */
export function stagesTable({ progress, convergence }: SearchReport, { stages }: Job): Html {
  const rows = progress.stages.map(({ name, sampler, state, evaluations, duplicates, seconds }) => {
    const found = convergence.stages.find(({ stage }) => stage === name);
    const options = stages.find((one) => one.name === name)?.sampler.options ?? {};
    return html`<tr><th scope="row">${name}</th><td>${sampler}${state === 'complete' ? null : ` (${state})`}</td><td class="number">${countText(evaluations)}</td><td class="number">${countText(found?.valid ?? 0)}</td><td class="number">${countText(duplicates)}</td><td class="number">${countText(found?.improvements ?? 0)}</td><td class="number">${numberOr(found?.best_after)}</td><td class="number">${durationText(seconds)}</td><td>${optionsText(options)}</td></tr>`;
  });
  const titles = ['evaluations', 'valid', 'repeats', 'improvements', 'best after', 'time'];
  return html`<div class="scroll"><table><thead><tr><th scope="col">stage</th><th scope="col">sampler</th>${titles.map(
    (title) => html`<th scope="col" class="number">${title}</th>`,
  )}<th scope="col">options</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
