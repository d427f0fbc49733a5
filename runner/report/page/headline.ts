import { countText } from '../../domain/number-text.ts';
import type { SymbolProgress } from '../../domain/run-record.ts';
import { verificationText } from '../../domain/verification-text.ts';
import { HEADLINE_ROWS } from '../headline-rows.ts';
import { resultWarnings } from '../result-warnings.ts';
import { type Html, html } from './html.ts';
import type { ReportData, SearchReport } from './report-data.ts';

/** The headline figures, large; those on the holdout and of the baseline below. */
export function figures({ best, progress }: SearchReport): Html {
  if (best === null) {
    const { evaluations, invalid, failed } = progress.counts;
    return html`<p>None of ${countText(evaluations)} evaluations gave a valid set: ${countText(invalid)} were invalid, ${countText(failed)} failed.</p>`;
  }
  const { holdout, baseline } = progress;
  const rows = HEADLINE_ROWS.filter((row) => row.value(best) !== undefined);
  return html`<dl class="figures">${rows.map(
    (row) =>
      html`<div><dt>${row.label}</dt><dd class="big">${row.text(best)}</dd>${
        holdout !== null && html`<dd>holdout ${row.text(holdout)}</dd>`
      }${baseline !== undefined && html`<dd>${baseline.label} ${row.text(baseline.evaluation)}</dd>`}</div>`,
  )}</dl>`;
}

/** How it went when a fresh process, or the other engine, ran the best once more. */
export function verifications({ best, progress }: SearchReport): Html | null {
  const own = (progress.verified ?? []).filter(({ evaluation }) => evaluation === best?.id);
  if (own.length === 0) return null;
  return html`<p class="lead">Run again ${own.map(verificationText).join('; ')}.</p>`;
}

export function warnings(progress: SymbolProgress, { job, record }: ReportData): Html | null {
  const all = [...resultWarnings(progress, job)];
  if (job.holdout === null && progress.best !== null) {
    all.push('there is no holdout: nothing has been checked on days that the search has not seen');
  }
  const wrong = (progress.verified ?? []).filter(({ equal }) => !equal);
  for (const { evaluation, executor, error } of wrong) {
    all.push(
      `evaluation ${evaluation} came out otherwise when ${executor} ran it again${error === null ? '' : `: ${error}`}`,
    );
  }
  if (record.state !== 'complete')
    all.push(`the run is ${record.state}: this is what it had found`);
  if (all.length === 0) return null;
  return html`<ul class="warnings">${all.map((text) => html`<li>${sentence(text)}</li>`)}</ul>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
