import { messageOf } from '../domain/errors.ts';
import type { NotificationSettings } from '../domain/job.ts';
import type { Notice } from '../domain/notice.ts';
import { fillTemplate, noticeText } from '../domain/notice-template.ts';
import type { RunListener } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { Channel, ChannelFactory, Message } from './channel.ts';
import { createDelivery } from './delivery.ts';
import { channels } from './index.ts';
import { createRunNotices } from './run-notices.ts';
import { type Environment, findSecret } from './secret.ts';
import { createSpaced } from './spaced.ts';

type Log = (level: 'info' | 'warn', message: string) => void;

export interface NotifierContext {
  readonly record: RunRecord;
  readonly env: Environment;
  readonly log: Log;
}

/** Listens to a run; disposed, it delivers what waits, for at most ten seconds. */
export interface Notifier extends AsyncDisposable {
  readonly listen: RunListener;
}

/**
 * Sends word of a run to where its job says. What cannot be sent is told in the run's log; it
 * neither slows nor ends the run.
 */
export function openNotifier(
  settings: readonly NotificationSettings[],
  context: NotifierContext,
): Notifier {
  const opened = settings.flatMap((setting) => {
    try {
      return [openOne(setting, context)];
    } catch (error) {
      context.log('warn', messageOf(error));
      return [];
    }
  });
  return {
    listen(event) {
      for (const { listen } of opened) listen(event);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((notifier) => notifier[Symbol.asyncDispose]()));
    },
  };
}

function openOne(setting: NotificationSettings, { record, env, log }: NotifierContext): Notifier {
  const { name } = setting.channel;
  const delivery = createDelivery({
    channel: isDry(setting, env) ? printing(name, log) : openChannel(setting, env),
    lost: ({ notice }, why) =>
      log('warn', `Cannot send "${notice.title}" to ${name}: ${withoutSecrets(why, env)}`),
  });
  const spaced = createSpaced(setting.minSeconds * 1000, (notice, key) =>
    delivery.post(noticeMessage(notice, setting), key),
  );
  const listen = createRunNotices({
    record,
    every: setting.every,
    url: runUrl(record, env),
    tell: (notice, key) => {
      if (setting.on.includes(notice.kind)) spaced.tell(notice, key);
    },
  });
  return {
    listen,
    async [Symbol.asyncDispose]() {
      spaced[Symbol.dispose]();
      await delivery[Symbol.asyncDispose]();
    },
  };
}

/** @throws InputError where the channel lacks a secret */
export function openChannel({ channel }: NotificationSettings, env: Environment): Channel {
  const factory: ChannelFactory | undefined = (channels as Record<string, ChannelFactory>)[
    channel.name
  ];
  if (factory === undefined) throw new Error(`Cannot notify by "${channel.name}": no such channel`);
  return factory.create({
    options: channel.options as never,
    env,
    allowPrivate: env['LEANTUNE_ALLOW_PRIVATE_TARGETS'] === 'true',
  });
}

export function noticeMessage(notice: Notice, { template }: NotificationSettings): Message {
  const text = template === undefined ? noticeText(notice) : fillTemplate(template, notice);
  return { notice, text };
}

/** `TELEGRAM_DRY_RUN` is the older tool's word for it. */
export function isDry({ channel, dryRun }: NotificationSettings, env: Environment): boolean {
  const telegram = channel.name === 'telegram' && env['TELEGRAM_DRY_RUN'] === 'true';
  return dryRun || telegram || env['LEANTUNE_NOTIFY_DRY_RUN'] === 'true';
}

function printing(name: string, log: Log): Channel {
  return {
    async send({ text }) {
      log('info', `Would send to ${name}: ${text.replaceAll('\n', ' | ')}`);
    },
  };
}

function runUrl({ id }: RunRecord, env: Environment): string | null {
  const site = env['LEANTUNE_PUBLIC_URL'];
  if (!site) return null;
  return `${site.replace(/\/+$/, '')}/run/?id=${encodeURIComponent(id)}`;
}

/** A secret, of the environment or of a file that it names, and each part that it shows up by. */
function secretsOf(env: Environment, name: string): readonly string[] {
  try {
    const value = findSecret(env, name) ?? '';
    const { password = '' } = URL.parse(value) ?? {};
    return [value, password, decodeURIComponent(password)].filter((part) => part.length >= 6);
  } catch {
    // What cannot be read was not sent.
    return [];
  }
}

const SECRET_NAMES = /(TOKEN|WEBHOOK_URL|WEBHOOK_SECRET|SMTP_URL|CHAT_ID|NTFY_TOPIC)/;

/** What a server answers may repeat what it was sent. */
export function withoutSecrets(text: string, env: Environment): string {
  const names = Object.keys(env).filter((name) => SECRET_NAMES.test(name));
  const secrets = names.flatMap((name) => secretsOf(env, name.replace(/_FILE$/, '')));
  return secrets.reduce((shown, value) => shown.replaceAll(value, '***'), text);
}
