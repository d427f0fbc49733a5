import { existsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { readLock } from '../run/lock.ts';
import type { CommandContext } from './context.ts';
import { fieldLines } from './field-lines.ts';
import type { Services } from './services.ts';

export function infoCommand(context: CommandContext): Command {
  return new Command('info')
    .description('show versions, machine, folders and what can be named in a job')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExamples:\n  $ npx leantune info\n  $ npx leantune info --json\n')
    .action(async (options: { readonly json?: true }) => {
      const { out } = context;
      const info = await infoOf(context.services);
      if (options.json === true) out.write(jsonText(info));
      else out.write(infoText(info, out.style));
    });
}

async function infoOf({ version, projectRoot, home, store, names }: Services) {
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
      ['daemon', info.daemon ?? 'none running'],
      ['executors', info.executors.join(', ')],
      ['strategies', info.strategies.join(', ')],
      ['samplers', info.samplers.join(', ')],
      ['fitness', info.fitnesses.join(', ')],
    ],
    style,
  )}`;
}
