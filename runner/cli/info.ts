import { existsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { PreparedBars } from '../domain/bar-preparation.ts';
import { jsonText } from '../domain/json-text.ts';
import { bytesText, countText } from '../domain/number-text.ts';
import { readLock } from '../run/lock.ts';
import type { CommandContext } from './context.ts';
import { type Field, fieldLines } from './field-lines.ts';
import { positive } from './flag-values.ts';
import { jobInfo } from './info-job.ts';
import { jobInfoText } from './info-job-text.ts';
import type { Services } from './services.ts';

export function infoCommand(context: CommandContext): Command {
  return new Command('info')
    .description('show versions, machine, data, and what a job would take')
    .argument('[job]', 'a job file: its data, the size of its grid and the time it would take')
    .option('--price-per-hour <amount>', 'what an hour of this machine costs', positive)
    .option('--seconds <n>', 'how long to measure a job; 0 for not at all', seconds, 3)
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: InfoFlags) => {
      const { services, out } = context;
      const info = await infoOf(services);
      const job =
        file === undefined
          ? null
          : await jobInfo(services, file, {
              seconds: options.seconds,
              pricePerHour: options.pricePerHour,
            });
      if (options.json === true) out.write(jsonText({ ...info, job }));
      else {
        out.write(infoText(info, out.style));
        if (job !== null) out.write(jobInfoText(job, out.style));
      }
    });
}

interface InfoFlags {
  readonly json?: true;
  readonly seconds: number;
  readonly pricePerHour?: number;
}

const EXAMPLES = `
Examples:
  $ npx leantune info
  $ npx leantune info config/examples/ib-expanded.jsonc --price-per-hour 4.08
  $ npx leantune info --json
`;

/** Zero, too. */
function seconds(text: string): number {
  const found = Number(text);
  if (text.trim() !== '' && found >= 0 && found <= 600) return found;
  throw new InvalidArgumentError('Wanted a number from 0 to 600.');
}

async function infoOf(services: Services) {
  const { version, projectRoot, home, store, names } = services;
  const sample = join(home, '.leantune', 'sample-data');
  return {
    versions: { leantune: version, node: process.versions.node },
    machine: {
      platform: `${process.platform}-${process.arch}`,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memory_gb: Math.round(totalmem() / 2 ** 30),
    },
    folders: {
      project: projectRoot,
      config: join(home, 'config'),
      runs: store.root,
      sample_data: existsSync(sample) ? sample : null,
    },
    prepared: await services.preparedBars(join(home, 'data', 'prepared')),
    daemon: (await readLock(store.root))?.url ?? null,
    ...names,
  };
}

function infoText(info: Awaited<ReturnType<typeof infoOf>>, style: CommandContext['out']['style']) {
  const { versions, machine, folders } = info;
  const node = `Node ${versions.node}`;
  const cores = `${machine.cores} cores, ${machine.memory_gb} GB`;
  return `${style('bold', `leantune ${versions.leantune}`)}\n${fieldLines(
    [
      ['runtime', `${node} on ${machine.platform}`],
      ['machine', `${machine.processor}, ${cores}`],
      ['slots', `${machine.cores} unless a job says otherwise`],
      ['project', folders.project],
      ['config', folders.config],
      ['runs', folders.runs],
      ['sample data', folders.sample_data ?? 'not made yet; made on first use'],
      ...preparedFields(info.prepared),
      ['daemon', info.daemon ?? 'none running'],
      ['executors', info.executors.join(', ')],
      ['strategies', info.strategies.join(', ')],
      ['samplers', info.samplers.join(', ')],
      ['fitness', info.fitnesses.join(', ')],
    ],
    style,
  )}`;
}

function preparedFields(found: readonly PreparedBars[]): Field[] {
  if (found.length === 0) return [['prepared', 'none; `leantune prepare` makes some']];
  return found.map(({ symbol, bars, first, last, synthetic, bytes, gaps, problem }) => {
    if (problem !== null) return ['prepared', `${symbol}: ${problem}`];
    const kind = synthetic ? 'synthetic bars' : 'bars';
    const missing = `${countText(gaps.missing_days)} weekdays and ${countText(gaps.missing_minutes)} minutes missing`;
    const days = `${first.slice(0, 10)} to ${last.slice(0, 10)}`;
    return [
      'prepared',
      `${symbol}: ${countText(bars)} ${kind}, ${days}, ${missing}, ${bytesText(bytes)}`,
    ];
  });
}
