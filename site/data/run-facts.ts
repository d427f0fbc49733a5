import type { DateRange } from '../../runner/domain/evaluation.ts';
import type { Constraint, Job, PluginChoice } from '../../runner/domain/job.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { ParameterDefinition } from '../../runner/domain/space.ts';
import { formatNumber, formatSize, formatValue } from './format.ts';

export type Fact = readonly [name: string, text: string];

export function rangeText({ start, end }: DateRange): string {
  return `${start} to ${end}`;
}

/** What a parameter may be. */
export function rangeOf(definition: ParameterDefinition): string {
  if (definition.type === 'boolean') return 'true or false';
  if ('values' in definition) {
    return definition.values.map((value) => formatValue(value)).join(', ');
  }
  const { min, max, step, log } = definition;
  const by = step === undefined ? '' : ` by ${formatValue(step)}`;
  return `${formatValue(min)} to ${formatValue(max)}${by}${log ? ', log' : ''}`;
}

export function constraintText({ metric, operator, value }: Constraint): string {
  return `${metric} ${operator} ${value}`;
}

export function pluginText({ name, options }: PluginChoice): string {
  const entries = Object.entries(options).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return entries.length === 0 ? name : `${name} (${entries.join(', ')})`;
}

/** What stands under a run's name: enough to know what was searched, and where. */
export function headlineFacts(record: RunRecord): readonly string[] {
  const { slots } = record;
  return [
    record.strategy,
    rangeText(record.dates),
    record.holdout_dates === null ? '' : `holdout ${rangeText(record.holdout_dates)}`,
    record.space_size === null ? 'continuous space' : `${formatSize(record.space_size)} sets`,
    `${record.executor}, ${slots} ${slots === 1 ? 'slot' : 'slots'}`,
    `seed ${record.seed}`,
    hashText(record),
    ...Object.entries(record.versions)
      .filter(([name]) => name !== 'node')
      .map(([name, version]) => `${name} ${version}`),
  ].filter(Boolean);
}

/** Enough of the hash to tell other data apart; the details have all of it. */
function hashText({ identity }: RunRecord): string {
  return identity.data === '' ? '' : `data ${identity.data.slice(0, 8)}`;
}

/** Everything that decides a run's results; texts that are empty are left out. */
export function runFacts(record: RunRecord, job: Job): readonly Fact[] {
  const { backtest } = job;
  const facts: Fact[] = [
    ['Run', record.id],
    ['Study', record.study ?? ''],
    ['Tags', record.tags.join(', ')],
    ['Fitness', pluginText(job.fitness)],
    ['Parameters', job.parameters.map((one) => `${one.name}: ${rangeOf(one)}`).join('\n')],
    ['Rules', job.rules.join('\n')],
    ['Constraints', job.constraints.map(constraintText).join('\n')],
    ['Cash', formatNumber(backtest.cash)],
    [
      'Data',
      `${backtest.market} ${backtest.securityType}, ${backtest.resolution}, ${backtest.normalization}`,
    ],
    ['Created', record.created_at],
    ['Ended', record.ended_at ?? ''],
    ...Object.entries(record.identity).map(([name, hash]): Fact => [`Hash of ${name}`, hash]),
    ...Object.entries(record.versions).map(([name, version]): Fact => [name, version]),
  ];
  return facts.filter(([, text]) => text !== '');
}
