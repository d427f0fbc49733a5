import type { Evaluation } from '../../domain/evaluation.ts';
import type { ParameterValue } from '../../domain/parameter-set.ts';
import type { Space } from '../../domain/space.ts';
import { HEADLINE_ROWS } from '../headline-rows.ts';
import { type Html, html } from './html.ts';
import type { SearchReport } from './report-data.ts';

/** From so many parameters on, a set is told in one cell. */
const MANY_PARAMETERS = 8;

/** Six digits tell sets apart; the exact values are what `export` is for. */
function valueIn(value: ParameterValue | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

/** The best sets, by fitness. */
export function topTable(
  { top }: SearchReport,
  { parameters }: Pick<Space, 'parameters'>,
): Html | null {
  if (top.length === 0) return null;
  const names = parameters.map(({ name }) => name);
  const inOne = names.length > MANY_PARAMETERS;
  const cells = ({ params }: Evaluation): Html =>
    inOne
      ? html`<td class="set">${names
          .filter((name) => params[name] !== undefined)
          .map((name) => `${name} ${valueIn(params[name])}`)
          .join(', ')}</td>`
      : html`${names.map((name) => html`<td class="number">${params[name] === undefined ? '–' : valueIn(params[name])}</td>`)}`;
  const rows = HEADLINE_ROWS.filter((row) =>
    top.some(({ evaluation }) => row.value(evaluation) !== undefined),
  );
  const heads = inOne
    ? html`<th scope="col">parameters</th>`
    : html`${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}`;
  return html`<div class="scroll"><table><thead><tr><th scope="col" class="number">rank</th><th scope="col" class="number">id</th>${heads}${rows.map(
    ({ label }) => html`<th scope="col" class="number">${label}</th>`,
  )}</tr></thead><tbody>${top.map(
    ({ rank, evaluation }) =>
      html`<tr><td class="number">${rank}</td><td class="number">${evaluation.id}</td>${cells(evaluation)}${rows.map(
        (row) => html`<td class="number">${row.text(evaluation)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}
