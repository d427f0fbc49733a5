import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InputError } from '../../../runner/domain/errors.ts';
import type { Notice } from '../../../runner/domain/notice.ts';
import type { ChannelFactory } from '../../../runner/notify/channel.ts';
import { channels } from '../../../runner/notify/index.ts';
import type { Environment } from '../../../runner/notify/secret.ts';
import { openReceiver } from './receiver.ts';

const notice: Notice = {
  kind: 'failure',
  title: 'leantune: <spy> has failed',
  lines: ['a & b', '@everyone'],
  values: { kind: 'failure', name: '<spy>', fitness: 1.25, url: 'http://desk.example/run/?id=1' },
  at: '2026-11-21T10:15:30.123Z',
};
const text = 'leantune: <spy> has failed\na & b\n@everyone';

type Name = keyof typeof channels;

function open(name: Name, env: Environment, options: object = {}, allowPrivate = true) {
  const factory = channels[name] as ChannelFactory;
  const parsed = factory.options.parse(options) as never;
  return factory.create({ options: parsed, env, allowPrivate });
}

const never = new AbortController().signal;

/** Everything that a channel needs, for a receiver at `url`. */
function environment(url: string): Record<Name, Environment> {
  return {
    telegram: {
      TELEGRAM_BOT_TOKEN: '123:abc',
      TELEGRAM_CHAT_ID: '-77',
      TELEGRAM_API_URL: url,
    },
    slack: { SLACK_WEBHOOK_URL: `${url}/services/T/B/x` },
    discord: { DISCORD_WEBHOOK_URL: `${url}/api/webhooks/1/x` },
    ntfy: { NTFY_URL: url, NTFY_TOPIC: 'desk', NTFY_TOKEN: 'tk_1' },
    webhook: { LEANTUNE_WEBHOOK_URL: `${url}/hook`, LEANTUNE_WEBHOOK_TOKEN: 'bearer-1' },
    email: {
      SMTP_URL: url.replace('http:', 'smtp:'),
      SMTP_FROM: 'a@desk.example',
      SMTP_TO: 'b@desk.example',
    },
  };
}

describe('the channels over HTTP', () => {
  it.each([
    ['telegram', '/bot123:abc/sendMessage', { chat_id: '-77', text }],
    [
      'slack',
      '/services/T/B/x',
      { text: 'leantune: &lt;spy&gt; has failed\na &amp; b\n@everyone' },
    ],
    ['discord', '/api/webhooks/1/x', { content: text, allowed_mentions: { parse: [] } }],
    [
      'ntfy',
      '/',
      {
        topic: 'desk',
        title: notice.title,
        message: text,
        priority: 5,
        click: 'http://desk.example/run/?id=1',
      },
    ],
    ['webhook', '/hook', { kind: 'failure', text, values: notice.values }],
  ] as const)('%s posts what its service wants', async (name, path, body) => {
    await using receiver = await openReceiver();
    await open(name, environment(receiver.url)[name]).send({ notice, text }, never);
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.path).toBe(path);
    expect(receiver.received[0]?.body).toMatchObject(body);
    expect(receiver.received[0]?.headers['content-type']).toBe('application/json');
  });

  it('ntfy and webhook send their tokens as bearers', async () => {
    await using receiver = await openReceiver();
    const env = environment(receiver.url);
    await open('ntfy', env.ntfy).send({ notice, text }, never);
    await open('webhook', env.webhook).send({ notice, text }, never);
    const sent = receiver.received.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(['Bearer tk_1', 'Bearer bearer-1']);
  });

  it('webhook keeps its token from an address that a job chose, and signs the body', async () => {
    await using receiver = await openReceiver();
    const env = { ...environment(receiver.url).webhook, LEANTUNE_WEBHOOK_SECRET: 'key' };
    await open('webhook', env, { url: `${receiver.url}/job` }).send({ notice, text }, never);
    const [received] = receiver.received;
    expect(received?.path).toBe('/job');
    expect(received?.headers.authorization).toBeUndefined();
    const digest = createHmac('sha256', 'key').update(JSON.stringify(received?.body)).digest('hex');
    expect(received?.headers['x-leantune-signature']).toBe(`sha256=${digest}`);
  });

  it('follows no redirect', async () => {
    await using target = await openReceiver();
    const moved = { status: 307, headers: { location: `${target.url}/hook` } };
    await using receiver = await openReceiver([moved]);
    const channel = open('webhook', environment(receiver.url).webhook);
    await expect(channel.send({ notice, text }, never)).rejects.toThrow('wanted 2xx, found 307');
    expect(target.received).toHaveLength(0);
  });
});

describe('the registry of channels', () => {
  it.each(Object.keys(channels) as Name[])('%s names the variable that it lacks', (name) => {
    expect(() => open(name, {})).toThrow(InputError);
    expect(() => open(name, {})).toThrow(/_(TOKEN|URL|TOPIC): wanted a value in the environment/);
    expect(() => open(name, {}, { account: 'desk' })).toThrow(/_DESK: wanted/);
  });

  it.each(Object.keys(channels) as Name[])('%s takes no option that it does not know', (name) => {
    const { options } = channels[name] as ChannelFactory;
    expect(options).toBeInstanceOf(z.ZodObject);
    expect(options.safeParse({ token: '123:abc' }).success).toBe(false);
  });

  it.each(Object.keys(channels) as Name[])(
    '%s refuses addresses of this machine unless they are allowed',
    async (name) => {
      await using receiver = await openReceiver();
      for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1']) {
        const url = receiver.url.replace('127.0.0.1', host);
        const channel = open(name, environment(url)[name], {}, false);
        await expect(channel.send({ notice, text }, never), `${name} ${host}`).rejects.toThrow(
          /address of the public internet|ENOTFOUND|EAI_AGAIN/,
        );
      }
      expect(receiver.received).toHaveLength(0);
    },
  );

  it('reads a secret from the file that NAME_FILE names', async () => {
    await using receiver = await openReceiver();
    const folder = await mkdtemp(join(tmpdir(), 'leantune-secret-'));
    const file = join(folder, 'hook');
    await writeFile(file, `${receiver.url}/from-file\n`);
    await open('slack', { SLACK_WEBHOOK_URL_FILE: file }).send({ notice, text }, never);
    await rm(folder, { recursive: true, maxRetries: 5 });
    expect(receiver.received[0]?.path).toBe('/from-file');
  });
});

describe('email', () => {
  it('sends a mail to a server that asks for a password', async () => {
    const mails: { from: string; to: string[]; text: string; user: string }[] = [];
    const server = new SMTPServer({
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, callback) =>
        password === 'p w'
          ? callback(null, { user: username })
          : callback(Object.assign(new Error('no'), { responseCode: 535 })),
      onData(stream, session, callback) {
        let mail = '';
        stream.setEncoding('utf8');
        stream.on('data', (part: string) => {
          mail += part;
        });
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          const to = rcptTo.map(({ address }) => address);
          mails.push({ from, to, text: mail, user: String(session.user) });
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const env = (password: string) => ({
      SMTP_URL: `smtp://bot:${password}@127.0.0.1:${port}`,
      SMTP_FROM: 'bot@desk.example',
      SMTP_TO: 'trader@desk.example',
    });
    await open('email', env('p%20w')).send({ notice, text }, never);
    const wrong = open('email', env('x')).send({ notice, text }, never);
    await expect(wrong).rejects.toMatchObject({ name: 'SendError', retriable: false });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      from: 'bot@desk.example',
      to: ['trader@desk.example'],
      user: 'bot',
    });
    expect(mails[0]?.text).toContain('Subject: leantune: <spy> has failed');
    expect(mails[0]?.text).toContain('a & b');
  });
});
