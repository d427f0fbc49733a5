import { z } from 'zod';
import { account } from './account.ts';
import type { ChannelFactory } from './channel.ts';
import { postJson } from './post-json.ts';
import { findSecret, secret } from './secret.ts';
import { targetUrl } from './target-url.ts';

const options = z
  .strictObject({
    account,
    chat: z
      .union([z.string().min(1).max(100), z.int()])
      .optional()
      .describe('Id of the chat, or @channel (default: TELEGRAM_CHAT_ID)'),
  })
  .describe('A Telegram bot: TELEGRAM_BOT_TOKEN');

type Options = z.output<typeof options>;

/** The Bot API takes texts of at most 4,096 characters. */
const LONGEST = 4096;

/** Telegram's Bot API, `sendMessage`; plain text, so that nothing in a name is taken for markup. */
export const telegram: ChannelFactory<Options> = {
  options,
  create({ options: { account: who, chat }, env, allowPrivate }) {
    const token = secret(env, 'TELEGRAM_BOT_TOKEN', who);
    const chatId = chat ?? secret(env, 'TELEGRAM_CHAT_ID', who);
    const server = findSecret(env, 'TELEGRAM_API_URL', who) ?? 'https://api.telegram.org';
    const url = targetUrl(`${server}/bot${token}/sendMessage`, 'TELEGRAM_API_URL');
    return {
      async send({ text }, signal) {
        const body = {
          chat_id: chatId,
          text: text.slice(0, LONGEST),
          link_preview_options: { is_disabled: true },
        };
        await postJson(url, body, { allowPrivate, signal });
      },
    };
  },
};
