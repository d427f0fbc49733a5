import { z } from 'zod';
import { account } from './account.ts';
import type { ChannelFactory } from './channel.ts';
import { postJson } from './post-json.ts';
import { secret } from './secret.ts';
import { targetUrl } from './target-url.ts';

const options = z
  .strictObject({ account })
  .describe('An incoming webhook of Slack: SLACK_WEBHOOK_URL');

/** Slack shows messages of up to 40,000 characters; a notice has no need of more than this. */
const LONGEST = 4000;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack's incoming webhooks; the three characters that make its links and mentions are escaped. */
export const slack: ChannelFactory<z.output<typeof options>> = {
  options,
  create({ options: { account: who }, env, allowPrivate }) {
    const url = targetUrl(secret(env, 'SLACK_WEBHOOK_URL', who), 'SLACK_WEBHOOK_URL');
    return {
      async send({ text }, signal) {
        const escaped = text.slice(0, LONGEST).replace(/[&<>]/g, (found) => ESCAPES[found] ?? '');
        await postJson(url, { text: escaped, unfurl_links: false }, { allowPrivate, signal });
      },
    };
  },
};
