import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../domain/errors.ts';
import type { CommandContext } from './context.ts';
import { jobTemplate } from './job-template.ts';
import { strategyTemplate } from './strategy-template.ts';

export function newCommand(context: CommandContext): Command {
  return new Command('new')
    .description('write a strategy or a job to start from')
    .addCommand(newStrategyCommand(context))
    .addCommand(newJobCommand(context));
}

function newStrategyCommand({ services, out }: CommandContext): Command {
  return new Command('strategy')
    .description('write strategies/NAME.ts: it runs as it is and reads its parameters')
    .argument('<name>', 'name in kebab-case')
    .addHelpText('after', '\nExamples:\n  $ npx leantune new strategy mean-reversion\n')
    .action(async (name: string) => {
      const file = join(services.projectRoot, 'strategies', `${kebabCase(name)}.ts`);
      await writeNew(file, strategyTemplate(name));
      const path = relative(services.projectRoot, file);
      out.write(
        `Written: ${path}\n` +
          `Try it: npx leantune backtest --strategy ${path} --symbol SPX --data sample ` +
          '--start 2000-01-03 --end 2020-04-17 --param fast=10 --param slow=50\n',
      );
    });
}

function newJobCommand({ services, out }: CommandContext): Command {
  return new Command('job')
    .description('write config/drafts/NAME.json: a job to change; drafts are not run by the daemon')
    .argument('<name>', 'name in kebab-case')
    .option(
      '--strategy <name>',
      'strategy by name, or path of a .ts file (default: strategies/NAME.ts where that is, otherwise sma-cross)',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune new job spy --strategy strategies/mean-reversion.ts\n',
    )
    .action(async (name: string, { strategy }: { readonly strategy?: string }) => {
      const file = join(services.home, 'config', 'drafts', `${kebabCase(name)}.json`);
      const chosen = strategy ?? strategyFor(name, services.projectRoot);
      await writeNew(file, jobTemplate(name, chosen));
      const path = relative(services.home, file);
      out.write(
        `Written: ${path}, for ${chosen}\n` +
          `Run it: npx leantune optimize ${path}, or move it to config/ while the daemon runs\n`,
      );
    });
}

/** The strategy that `new strategy` wrote under the same name, where it did. */
function strategyFor(name: string, projectRoot: string): string {
  const own = join('strategies', `${name}.ts`);
  return existsSync(join(projectRoot, own)) ? own : 'sma-cross';
}

function kebabCase(name: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return name;
  throw new InputError('Cannot write the file', [
    { path: 'name', wanted: 'small letters, digits and dashes', found: `"${name}"` },
  ]);
}

async function writeNew(file: string, text: string): Promise<void> {
  if (existsSync(file)) {
    throw new InputError(`Cannot write "${file}"`, [
      { path: '', wanted: 'a name that is free', found: 'a file of that name' },
    ]);
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' });
}
