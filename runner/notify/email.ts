import { connect } from 'node:net';
import { z } from 'zod';
import { InputError } from '../domain/errors.ts';
import { account } from './account.ts';
import type { ChannelFactory } from './channel.ts';
import { assertPublicHost, publicLookup } from './public-lookup.ts';
import { findSecret, secret } from './secret.ts';
import { SendError } from './send-error.ts';

const options = z
  .strictObject({
    account,
    to: z.email().max(320).optional().describe('Who gets it (default: SMTP_TO)'),
  })
  .describe('Email: SMTP_URL (smtps://user:password@host:465), SMTP_FROM, SMTP_TO');

const TIMEOUT_MS = 20_000;

/** Mail by SMTP, with TLS where the server has it. */
export const email: ChannelFactory<z.output<typeof options>> = {
  options,
  create({ options: { account: who, to }, env, allowPrivate }) {
    const server = smtpUrl(secret(env, 'SMTP_URL', who));
    const from = findSecret(env, 'SMTP_FROM', who) ?? decodeURIComponent(server.username);
    const receiver = to ?? secret(env, 'SMTP_TO', who);
    return {
      async send({ notice, text }, signal) {
        if (!allowPrivate) assertPublicHost(server.hostname);
        // Few jobs send mail, and every command would load it.
        const { default: nodemailer } = await import('nodemailer');
        const transport = nodemailer.createTransport({
          ...connection(server),
          connectionTimeout: TIMEOUT_MS,
          greetingTimeout: TIMEOUT_MS,
          socketTimeout: TIMEOUT_MS,
          // Neither files nor addresses may be attached, whatever a text holds.
          disableFileAccess: true,
          disableUrlAccess: true,
          ...(!allowPrivate && { getSocket: publicSocket(server) }),
        });
        using _end = disposable(() => transport.close());
        signal.addEventListener('abort', () => transport.close(), { once: true });
        await transport
          .sendMail({ from, to: receiver, subject: notice.title, text })
          .catch((error: unknown) => {
            throw asSendError(error);
          });
      },
    };
  },
};

function smtpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return url;
  throw new InputError('Cannot send notifications', [
    {
      path: 'SMTP_URL',
      wanted: 'smtp://user:password@host:587 or smtps://…:465',
      found: 'another',
    },
  ]);
}

function connection(url: URL) {
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(url),
    secure,
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port);
}

type SocketCallback = (
  error: Error | null,
  found?: { connection: ReturnType<typeof connect> },
) => void;

/** Connects by a look-up that refuses private addresses; the mailer puts TLS on top. */
function publicSocket(url: URL): (options: unknown, callback: SocketCallback) => void {
  return (_options, callback) => {
    const socket = connect({ host: url.hostname, port: portOf(url), lookup: publicLookup });
    const failed = (error: Error): void => callback(error);
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no connection in time')));
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', failed);
      callback(null, { connection: socket });
    });
  };
}

/** SMTP's 5xx are final (RFC 5321, 4.2.1); wrong credentials do not mend themselves, either. */
function asSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const { responseCode, code, message } = error as Error & { responseCode?: number; code?: string };
  const final = (responseCode ?? 0) >= 500 || code === 'EAUTH' || code === 'EENVELOPE';
  return new SendError(message, { retriable: !final });
}

function disposable(dispose: () => void): Disposable {
  return { [Symbol.dispose]: dispose };
}
