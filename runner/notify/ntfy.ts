import { z } from 'zod';
import type { NoticeKind } from '../domain/notice.ts';
import { account } from './account.ts';
import type { ChannelFactory } from './channel.ts';
import { postJson } from './post-json.ts';
import { findSecret, secret } from './secret.ts';
import { targetUrl } from './target-url.ts';

const options = z
  .strictObject({
    account,
    topic: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'a topic of at most 64 letters, digits, _ and -')
      .optional()
      .describe('Topic (default: NTFY_TOPIC)'),
  })
  .describe('ntfy: NTFY_TOPIC, and NTFY_URL and NTFY_TOKEN for a server of your own');

/** ntfy's scale is 1 to 5, and 3 is usual. */
const PRIORITY: Readonly<Record<NoticeKind, number>> = {
  start: 2,
  progress: 2,
  best: 3,
  stage: 2,
  finish: 3,
  failure: 5,
};

/** ntfy's publishing as JSON, which leaves no header to inject into. */
export const ntfy: ChannelFactory<z.output<typeof options>> = {
  options,
  create({ options: { account: who, topic }, env, allowPrivate }) {
    const url = targetUrl(findSecret(env, 'NTFY_URL', who) ?? 'https://ntfy.sh', 'NTFY_URL');
    const token = findSecret(env, 'NTFY_TOKEN', who);
    const named = topic ?? secret(env, 'NTFY_TOPIC', who);
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return {
      async send({ notice, text }, signal) {
        const body = {
          topic: named,
          title: notice.title,
          message: text.slice(0, 4000),
          priority: PRIORITY[notice.kind],
          tags: ['leantune', notice.kind],
          ...(notice.values.url !== undefined && { click: notice.values.url }),
        };
        await postJson(url, body, { allowPrivate, signal, headers });
      },
    };
  },
};
