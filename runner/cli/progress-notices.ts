import type { Fields } from '../job/translation.ts';

/**
 * A job's `notify` with progress among what word is sent of (`--notify-progress`,
 * `--progress-interval`); Telegram where the job has none, as in the tool these flags come from.
 */
export function progressNotices(notify: unknown, every: number | undefined): unknown[] {
  const entries = Array.isArray(notify) && notify.length > 0 ? notify : ['telegram'];
  return entries.map((entry: unknown) => {
    const fields = typeof entry === 'string' ? { channel: entry } : (entry as Fields);
    const { on = ['best', 'finish', 'failure'] } = fields as { on?: readonly string[] };
    const kinds = Array.isArray(on) ? [...new Set([...on, 'progress'])] : on;
    return { ...fields, on: kinds, ...(every !== undefined && { every }) };
  });
}
