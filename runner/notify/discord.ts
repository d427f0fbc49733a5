import { z } from 'zod';
import { account } from './account.ts';
import type { ChannelFactory } from './channel.ts';
import { postJson } from './post-json.ts';
import { secret } from './secret.ts';
import { targetUrl } from './target-url.ts';

const options = z.strictObject({ account }).describe('A webhook of Discord: DISCORD_WEBHOOK_URL');

/** Discord refuses contents of more than 2,000 characters. */
const LONGEST = 2000;

/** Discord's webhooks; nobody is mentioned, whatever a name may contain. */
export const discord: ChannelFactory<z.output<typeof options>> = {
  options,
  create({ options: { account: who }, env, allowPrivate }) {
    const url = targetUrl(secret(env, 'DISCORD_WEBHOOK_URL', who), 'DISCORD_WEBHOOK_URL');
    return {
      async send({ text }, signal) {
        const body = { content: text.slice(0, LONGEST), allowed_mentions: { parse: [] } };
        await postJson(url, body, { allowPrivate, signal });
      },
    };
  },
};
