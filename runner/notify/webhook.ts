import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { account } from './account.ts';
import type { ChannelFactory } from './channel.ts';
import { postJson } from './post-json.ts';
import { findSecret, secret } from './secret.ts';
import { targetUrl } from './target-url.ts';

const options = z
  .strictObject({
    account,
    url: z
      .url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' })
      .max(2000)
      .optional()
      .describe(
        'Where to post; the file is no place for a secret one (default: LEANTUNE_WEBHOOK_URL)',
      ),
  })
  .describe('Posts JSON: { kind, title, text, values, at }');

/**
 * Any receiver of JSON. With LEANTUNE_WEBHOOK_SECRET the body's HMAC-SHA256 stands in
 * `x-leantune-signature` as `sha256=…`, so that the receiver can tell who sent it. The bearer token
 * goes to the address of the environment alone: a job file must not choose who gets it.
 */
export const webhook: ChannelFactory<z.output<typeof options>> = {
  options,
  create({ options: { account: who, url: given }, env, allowPrivate }) {
    const url = targetUrl(given ?? secret(env, 'LEANTUNE_WEBHOOK_URL', who), 'url');
    const token = given === undefined ? findSecret(env, 'LEANTUNE_WEBHOOK_TOKEN', who) : undefined;
    const key = findSecret(env, 'LEANTUNE_WEBHOOK_SECRET', who);
    return {
      async send({ notice: { kind, title, values, at }, text }, signal) {
        const body = { kind, title, text, values, at };
        const headers = {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(key !== undefined && { 'x-leantune-signature': signature(body, key) }),
        };
        await postJson(url, body, { allowPrivate, signal, headers });
      },
    };
  },
};

function signature(body: unknown, key: string): string {
  return `sha256=${createHmac('sha256', key).update(JSON.stringify(body)).digest('hex')}`;
}
