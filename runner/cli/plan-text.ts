import type { Job } from '../domain/job.ts';
import { countText, manyText } from '../domain/number-text.ts';
import type { RunRecord, StageProgress } from '../domain/run-record.ts';
import type { ParameterDefinition } from '../domain/space.ts';
import { type Field, fieldLines } from './field-lines.ts';
import { objectivesText } from './objective-text.ts';
import { pruningText } from './pruning-text.ts';
import type { Screen } from './screen.ts';

/** What a run is going to do: shown before it starts and by `show`. */
export function planText(job: Job, record: RunRecord, style: Screen['style']): string {
  const { backtest } = job;
  const fields: Field[] = [
    ['strategy', `${record.strategy}, executor ${record.executor}`],
    [job.symbols.length === 1 ? 'symbol' : 'symbols', symbolsText(job)],
    ['dates', `${record.dates.start} to ${record.dates.end}, cash ${countText(backtest.cash)}`],
    ['holdout', holdoutText(record)],
    ['space', spaceText(job, record)],
    ...job.parameters.map((parameter): Field => ['', parameterText(parameter)]),
    ['rules', job.rules.length === 0 ? null : job.rules.join('; ')],
    ['stages', stagesText(job, record)],
    ['pruning', pruningText(job)],
    ['objectives', objectivesText(job)],
    ['fitness', pluginText(job.fitness)],
    ['limits', limitsText(job)],
    ['slots', `${record.slots}, seed ${record.seed}`],
  ];
  return `${style('bold', record.name)}  ${style('dim', `run ${record.id}`)}\n${fieldLines(fields, style)}`;
}

function symbolsText({ symbols, backtest }: Job): string {
  return `${symbols.join(', ')} (${backtest.securityType}, ${backtest.market}, ${backtest.resolution})`;
}

function holdoutText({ holdout_dates: dates }: RunRecord): string {
  if (dates === null) return 'none: the result is not checked on data the search has not seen';
  return `${dates.start} to ${dates.end}, left out of the search`;
}

function spaceText(job: Job, { space_size: size }: RunRecord): string {
  const parameters = manyText(job.parameters.length, 'parameter');
  return size === null
    ? `${parameters}, continuous`
    : `${countText(BigInt(size))} sets, ${parameters}`;
}

/** `fast: 5 to 50, step 5` */
function parameterText(parameter: ParameterDefinition): string {
  const condition = parameter.when === undefined ? '' : `, when ${parameter.when}`;
  return `${parameter.name}: ${domainText(parameter)}${condition}`;
}

function domainText(parameter: ParameterDefinition): string {
  if (parameter.type === 'boolean') return 'true or false';
  if ('values' in parameter) return parameter.values.join(', ');
  const log = parameter.log === true ? ', logarithmic' : '';
  const step = parameter.step ?? (parameter.type === 'int' ? 1 : undefined);
  const steps = step === undefined ? '' : `, step ${step}`;
  return `${parameter.min} to ${parameter.max}${steps}${log}`;
}

function stagesText(job: Job, record: RunRecord): string {
  const stages = record.symbols[0]?.stages ?? [];
  const async = new Set(job.stages.filter((stage) => stage.async).map(({ name }) => name));
  return (
    stages
      .filter((stage) => stage.state !== 'off')
      .map((stage) => (async.has(stage.name) ? `${stageText(stage)} async` : stageText(stage)))
      .join(' → ') || 'none'
  );
}

function stageText({ name, sampler, budget }: StageProgress): string {
  const label = name === sampler ? name : `${name} (${sampler})`;
  return `${label} ${budget === null ? 'until stopped' : countText(budget)}`;
}

function pluginText({ name, options }: Job['fitness']): string {
  const given = Object.entries(options).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  if (given.length === 0) return name;
  return `${name} (${given.map(([key, value]) => `${key} ${optionText(value)}`).join(', ')})`;
}

function optionText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function limitsText({ constraints, budget }: Job): string | null {
  const limits = constraints.map(({ metric, operator, value }) => `${metric} ${operator} ${value}`);
  if (budget.evaluations !== undefined) limits.push(`${countText(budget.evaluations)} evaluations`);
  if (budget.seconds !== undefined) limits.push(`${countText(budget.seconds)} s`);
  return limits.length === 0 ? null : limits.join(', ');
}
