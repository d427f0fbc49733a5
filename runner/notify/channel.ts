import type { z } from 'zod';
import type { Notice } from '../domain/notice.ts';
import type { Environment } from './secret.ts';

export interface Message {
  readonly notice: Notice;
  /** The notice in words, by the job's template where it has one. */
  readonly text: string;
}

/** Where word is sent. */
export interface Channel {
  /**
   * Sends one message.
   * @throws SendError where it cannot be; anything else it throws counts as worth another try
   */
  send(message: Message, signal: AbortSignal): Promise<void>;
}

export interface ChannelContext<O> {
  readonly options: O;
  /** Secrets come from here alone: a job file is kept in runs and shown on the site. */
  readonly env: Environment;
  /** Whether it may connect to addresses of this machine and of private networks. */
  readonly allowPrivate: boolean;
}

export interface ChannelFactory<O = never> {
  /** A `z.strictObject`. */
  readonly options: z.ZodType;
  /** @throws InputError where a secret is missing that it needs */
  create(context: ChannelContext<O>): Channel;
}
