import type { ChannelFactory } from './channel.ts';
import { discord } from './discord.ts';
import { email } from './email.ts';
import { ntfy } from './ntfy.ts';
import { slack } from './slack.ts';
import { telegram } from './telegram.ts';
import { webhook } from './webhook.ts';

/** Where word of runs can be sent, by the name that a job gives. */
export const channels = { telegram, slack, discord, ntfy, email, webhook } satisfies Record<
  string,
  ChannelFactory
>;
