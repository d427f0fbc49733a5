import { edgesMet } from '../../analysis/edges-met.ts';
import type { Evaluation } from '../../domain/evaluation.ts';
import type { ParameterValue } from '../../domain/parameter-set.ts';
import type { Parameter } from '../../domain/space.ts';
import { type Html, html } from './html.ts';
import type { ReportData, SearchReport } from './report-data.ts';

/** Every parameter of the best set, where it stands in its range, and what was not tuned. */
export function parametersTable({ best }: SearchReport, { space, job }: ReportData): Html | null {
  if (best === null) return null;
  const met = new Map(edgesMet(best.params, job.parameters).map((one) => [one.name, one.end]));
  const fixed = Object.entries(job.backtest.fixedParameters);
  return html`<div class="scroll"><table><thead><tr><th scope="col">parameter</th><th scope="col" class="number">best</th><th scope="col">range</th><th scope="col">where in it</th><th scope="col">about</th></tr></thead><tbody>${space.parameters.map(
    (parameter) => parameterRow(parameter, best, met.get(parameter.name)),
  )}${fixed.map(
    ([name, value]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${String(value)}</td><td>not tuned</td><td></td><td></td></tr>`,
  )}</tbody></table></div>`;
}

function parameterRow(parameter: Parameter, best: Evaluation, edge: string | undefined): Html {
  const { name, definition } = parameter;
  const value = best.params[name];
  const about = [definition.category, definition.description].filter((one) => one !== undefined);
  const when = definition.when === undefined ? null : html`<br>only where ${definition.when}`;
  return html`<tr><th scope="row">${name}</th><td class="number">${value === undefined ? '–' : String(value)}</td><td>${rangeText(parameter)}${when}</td><td>${
    value !== undefined && positionBar(parameter, value)
  }${edge !== undefined && html` <strong class="bad">${edge} edge</strong>`}</td><td>${about.join(': ')}</td></tr>`;
}

function rangeText({ definition }: Parameter): string {
  if (definition.type === 'boolean') return 'true or false';
  if ('values' in definition) {
    const { values } = definition;
    const shown = values.slice(0, 8).join(', ');
    return values.length > 8 ? `${shown} and ${values.length - 8} more` : shown;
  }
  const { min, max, type, step = type === 'int' ? 1 : undefined, log } = definition;
  const by = step === undefined ? 'continuous' : `step ${step}`;
  return `${min} to ${max}, ${by}${log === true ? ', by magnitude' : ''}`;
}

function positionBar({ ordered, toUnit }: Parameter, value: ParameterValue): Html | null {
  if (!ordered) return null;
  const at = Math.round(toUnit(value) * 1000) / 10;
  return html`<svg class="bar" viewBox="0 0 112 12" role="img" aria-label="${Math.round(at)} % of the range"><path class="track" d="M6 6h100"/><circle class="best s1" cx="${6 + at}" cy="6" r="5"/></svg>`;
}
