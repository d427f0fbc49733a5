import { InputError } from '../domain/errors.ts';
import type { Who } from '../domain/who.ts';
import { readLiveFile } from './live-file.ts';
import { type LiveContent, liveHistory } from './live-history.ts';
import { replace } from './promote.ts';
import { hashOf, type Promotion, type PromotionRecord } from './promotion-record.ts';

export interface RollBackOptions {
  readonly file: string;
  readonly by: Who;
  readonly why: string | null;
  /** Rolls back though somebody else has changed the file since. */
  readonly force: boolean;
}

/**
 * Puts back what a live file held before the last promotion that is not rolled back yet; so again
 * and again back to what it held before the first.
 *
 * @throws InputError where there is nothing to go back to, or the file was changed since
 */
export async function rollBack(
  record: PromotionRecord,
  { file, by, why, force }: RollBackOptions,
): Promise<Promotion> {
  return await record.change(async (writer) => {
    const live = await readLiveFile(file);
    const now = live.content === null ? null : hashOf(live.content);
    const { contents } = liveHistory(writer.past, live.path, now);
    const top = contents.at(-1);
    if (top === undefined) throw refusal(file, 'a promoted file', 'one that never was');
    if (top.hash !== now && !force) {
      const found = now === null ? 'no file' : 'a file that was changed since; it would be kept';
      throw refusal(file, `what promotion ${top.promotion?.n ?? ''} left, or --force`, found);
    }
    const before = contents.at(-2);
    if (before === undefined) {
      throw refusal(file, 'an earlier content', 'none: this is all that it ever held');
    }
    const previous = live.content === null ? null : await writer.keep(live.content);
    const content = await record.content(before.hash);
    const what = { action: 'rollback', by, why, file: live.path, hash: before.hash } as const;
    const promotion = await writer.begin({ ...what, previous, ...restored(before, top) });
    await replace(live, content);
    await writer.end(promotion.n);
    return promotion;
  });
}

function restored({ promotion }: LiveContent, top: LiveContent) {
  return {
    format: promotion?.format ?? top.promotion?.format ?? 'yaml',
    restores: promotion?.n ?? null,
    from: promotion?.from ?? null,
    overruled: [],
  } as const;
}

function refusal(file: string, wanted: string, found: string): InputError {
  return new InputError(`Cannot roll "${file}" back`, [{ path: '', wanted, found }]);
}
