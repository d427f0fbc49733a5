import type { NotificationSettings } from '../domain/job.ts';
import { choosePlugin } from './plugin-choice.ts';
import type { PluginInput } from './plugin-schema.ts';
import type { Registries } from './registries.ts';

/** Where a job sends word, and of what; defaults filled in. */
export function resolveNotify(
  input: readonly (string | PluginInput)[],
  { channels }: Pick<Registries, 'channels'>,
): NotificationSettings[] {
  return input.map((entry) => {
    const { name, options } = choosePlugin(channels, 'channel', entry);
    const { on, every, min_seconds, template, dry_run, ...own } = options as SharedInput;
    return {
      channel: { name, options: own },
      on: on ?? ['best', 'finish', 'failure'],
      every: every ?? 10,
      minSeconds: min_seconds ?? 60,
      ...(template !== undefined && { template }),
      dryRun: dry_run ?? false,
    };
  });
}

/** What {@link notifyKeys} let through. */
interface SharedInput {
  readonly [option: string]: unknown;
  readonly on?: NotificationSettings['on'];
  readonly every?: number;
  readonly min_seconds?: number;
  readonly template?: string;
  readonly dry_run?: boolean;
}
