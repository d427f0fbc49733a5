import { Command } from 'commander';
import { InputError, messageOf } from '../domain/errors.ts';
import type { NotificationSettings } from '../domain/job.ts';
import { jsonText } from '../domain/json-text.ts';
import { NOTICE_KINDS } from '../domain/notice.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { jobSource, readJob } from './job-source.ts';

interface NotifyOptions {
  readonly channel?: string;
  readonly json?: true;
}

interface Tried {
  readonly channel: string;
  readonly sent: boolean;
  readonly text?: string;
  readonly error: string | null;
}

export function notifyCommand(context: CommandContext): Command {
  return new Command('notify')
    .description('sends a test message to where a job sends word of its runs')
    .argument('[job]', 'job file whose "notify" is tried')
    .option('--channel <name>', 'a channel by name, set up by the environment alone')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: NotifyOptions) => {
      const { services, out } = context;
      const settings = await settingsOf(context, file, options);
      const tried: Tried[] = [];
      for (const setting of settings) {
        const result: Tried = await services
          .tryChannel(setting)
          .then((done) => ({ channel: setting.channel.name, ...done, error: null }))
          .catch((fault: unknown) => ({
            channel: setting.channel.name,
            sent: false,
            error: messageOf(fault),
          }));
        tried.push(result);
        if (options.json !== true) out.write(lineOf(context, result));
      }
      if (options.json === true) out.write(jsonText(tried));
      context.finish(tried.every(({ error }) => error === null) ? EXIT.done : EXIT.failed);
    });
}

async function settingsOf(
  { services }: CommandContext,
  file: string | undefined,
  { channel }: NotifyOptions,
): Promise<readonly NotificationSettings[]> {
  if (channel !== undefined) return [byEnvironment(channel, services.names.channels)];
  if (file === undefined) {
    const wanted = 'a job file, or --channel with a name';
    throw new InputError('Cannot send a test', [{ path: '', wanted, found: 'neither' }]);
  }
  const { notify = [], name } = await readJob(services.reader, await jobSource(file, {}));
  if (notify.length > 0) return notify;
  throw new InputError(`Cannot send a test of job "${name}"`, [
    { path: 'notify', wanted: 'at least one channel', found: 'none' },
  ]);
}

function byEnvironment(name: string, known: readonly string[]): NotificationSettings {
  if (!known.includes(name)) {
    throw new InputError('Cannot send a test', [
      { path: '--channel', wanted: `one of ${known.join(', ')}`, found: name },
    ]);
  }
  const channel = { name, options: {} };
  return { channel, on: NOTICE_KINDS, every: 1, minSeconds: 0, dryRun: false };
}

function lineOf({ out }: CommandContext, { channel, sent, text, error }: Tried): string {
  if (error !== null) return `${out.style('red', 'failed')}  ${channel}: ${error}\n`;
  if (sent) return `${out.style('green', 'sent  ')}  ${channel}\n`;
  const lines = (text ?? '').replaceAll('\n', '\n        ');
  return `${out.style('dim', 'dry   ')}  ${channel}, nothing was sent:\n        ${lines}\n`;
}

const EXAMPLES = `
Examples:
  $ npx leantune notify --channel telegram     with TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID in .env
  $ npx leantune notify config/spy.json        every channel of this job

In a job: "notify": ["telegram", { "channel": "ntfy", "on": ["finish", "failure"] }]
`;
