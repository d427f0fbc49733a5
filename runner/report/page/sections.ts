import { edgesMet } from '../../analysis/edges-met.ts';
import type { Evaluation } from '../../domain/evaluation.ts';
import type { Job } from '../../domain/job.ts';
import { countText, durationText, valueText } from '../../domain/number-text.ts';
import type { ParameterValue } from '../../domain/parameter-set.ts';
import type { RunRecord, SymbolProgress } from '../../domain/run-record.ts';
import type { Parameter, Space } from '../../domain/space.ts';
import { HEADLINE_ROWS } from '../headline-rows.ts';
import { measured } from '../measured.ts';
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
  return html`<ul class="warnings">${all.map((text) => html`<li>${text}</li>`)}</ul>`;
}

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

/** All metrics of the best: in the search, on the holdout, and those of what is in use. */
export function statisticsTables({ best, progress, curves, holdout }: SearchReport): Html | null {
  if (best === null) return null;
  const others = [
    ...(progress.holdout === null ? [] : [{ title: 'holdout', evaluation: progress.holdout }]),
    ...(progress.baseline === undefined
      ? []
      : [{ title: progress.baseline.label, evaluation: progress.baseline.evaluation }]),
  ];
  const own = measured(best);
  const columns = others.map(({ evaluation }) => measured(evaluation));
  const rows = Object.entries(own).map(
    ([name, value]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${valueText(value)}</td>${columns.map(
        (metrics) =>
          html`<td class="number">${metrics[name] === undefined ? '–' : valueText(metrics[name])}</td>`,
      )}</tr>`,
  );
  const leans = Object.entries(curves.statistics).map(
    ([name, text]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${text}</td>${holdout !== null && html`<td class="number">${holdout.statistics[name] ?? '–'}</td>`}</tr>`,
  );
  return html`<div class="pair"><div class="scroll"><table><caption>Metrics (net_pnl, max_drawdown and compounding_annual_return in percent)</caption><thead><tr><th scope="col">metric</th><th scope="col" class="number">search</th>${others.map(
    ({ title }) => html`<th scope="col" class="number">${title}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>${
    leans.length > 0 &&
    html`<div class="scroll"><table><caption>LEAN's statistics</caption><thead><tr><th scope="col">statistic</th><th scope="col" class="number">search</th>${holdout !== null && html`<th scope="col" class="number">holdout</th>`}</tr></thead><tbody>${leans}</tbody></table></div>`
  }</div>`;
}

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

function numberOr(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : valueText(value);
}

const LONGEST_OPTIONS = 160;

function optionsText(options: Readonly<Record<string, unknown>>): string {
  const text = Object.entries(options)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
  return text.length > LONGEST_OPTIONS ? `${text.slice(0, LONGEST_OPTIONS)}…` : text;
}

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

/** From so many parameters on, a set is told in one cell. */
const MANY_PARAMETERS = 8;

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
          .map((name) => `${name} ${params[name]}`)
          .join(', ')}</td>`
      : html`${names.map((name) => html`<td class="number">${params[name] === undefined ? '–' : String(params[name])}</td>`)}`;
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
