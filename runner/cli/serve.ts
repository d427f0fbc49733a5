import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Service } from '../domain/service.ts';
import type { CommandContext } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { fieldLines } from './field-lines.ts';
import { onInterrupt } from './interrupts.ts';
import { DEFAULT_PORT } from './run-page.ts';

interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly allowHost: readonly string[];
}

export function serveCommand(context: CommandContext): Command {
  return new Command('serve')
    .description('watch config/ for job files and serve the site')
    .addOption(
      new Option('--port <n>', 'port; 0 lets the system choose')
        .env('PORT')
        .default(DEFAULT_PORT)
        .argParser(port),
    )
    .addOption(new Option('--host <address>', 'address to listen on').default('127.0.0.1'))
    .addOption(
      new Option('--allow-host <names>', 'names by which browsers reach it, such as box.lan:8899')
        .env('LEANTUNE_HOSTS')
        .default([] as readonly string[])
        .argParser(hostNames),
    )
    .addHelpText('after', EXAMPLES)
    .action(async ({ host, port, allowHost }: ServeOptions) => {
      const { services, out } = context;
      const stop = Promise.withResolvers<'drain' | 'stop'>();
      const rush = Promise.withResolvers<'stop'>();
      using _interrupts = onInterrupt({
        drain: () => stop.resolve('drain'),
        abort: () => rush.resolve('stop'),
      });
      const service = await services.openService({
        host,
        port,
        hosts: allowHost,
        log: (line) => out.write(`${line}\n`),
      });
      out.write(await greeting(context, service));
      await stop.promise;
      context.finish(await drain(context, service, rush.promise));
    });
}

function port(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('Wanted a port from 0 to 65535.');
  }
  return Number(text);
}

/** As browsers send them: with the port, unless that is the usual one. */
function hostNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const wrong = names.find((name) => !/^([a-z0-9._-]+|\[[0-9a-f:]+\])?(:\d{1,5})?$/.test(name));
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`Wanted names such as box.lan:8899; found "${wrong}".`);
  }
  return names.filter((name) => name !== '');
}

/** Not where it would stay: what is no terminal is a log that others may read. */
async function shownToken({ services, out }: CommandContext): Promise<string> {
  return out.rewrites ? await services.token() : '"leantune token" prints it';
}

async function greeting(context: CommandContext, { url }: Service): Promise<string> {
  const { services, out } = context;
  const { home, store, version } = services;
  return `${out.style('bold', `leantune ${version}`)}\n${fieldLines(
    [
      ['site', url],
      ['token', `${await shownToken(context)}  (changes through the site need it)`],
      ['jobs', `${join(home, 'config')}  (a job file dropped here is run)`],
      ['runs', store.root],
      ['stop', 'Ctrl-C lets the backtests in flight end; a second one stops at once'],
    ],
    out.style,
  )}`;
}

/** Resolves with 130 where the patience of a second signal is at an end before the draining is. */
async function drain(
  { out }: CommandContext,
  service: Service,
  rush: Promise<'stop'>,
): Promise<ExitCode> {
  out.write('\nStopping when the backtests in flight have ended; once more stops at once.\n');
  const drained = service.drain().then(() => 'drained' as const);
  const first = await Promise.race([drained, rush]);
  if (first === 'drained') return EXIT.done;
  await service.stop();
  return EXIT.interrupted;
}

const EXAMPLES = `
Examples:
  $ npx leantune serve
  $ npx leantune serve --port 9000
  $ npx leantune serve --host 0.0.0.0 --allow-host box.lan:8899   for others, too; they need the token

A change through the API or the site needs the token that is printed at the start, also printed by
\`leantune token\`. Runs that were cut off go on when the daemon starts again.
`;
