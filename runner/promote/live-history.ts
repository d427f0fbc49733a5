import type { RecordedPromotion } from './promotion-record.ts';

/** A content that a live file had, and the promotion that it is of; null where it is nobody's. */
export interface LiveContent {
  readonly hash: string;
  readonly promotion: RecordedPromotion | null;
}

/** What a live file has held, as a stack: a rollback takes the last away. */
export interface LiveHistory {
  /** Oldest first; the last is what the record expects the file to hold. */
  readonly contents: readonly LiveContent[];
  /** The promotion or rollback that was begun last; null where nobody ever began one. */
  readonly last: RecordedPromotion | null;
}

/**
 * What a file has held. One that was cut off took effect where the file was found to hold what it
 * meant to write: by the next one or, for the last, now.
 *
 * @param now hash of the file as it is; null where there is none
 */
export function liveHistory(
  promotions: readonly RecordedPromotion[],
  file: string,
  now: string | null,
): LiveHistory {
  const own = promotions.filter((promotion) => promotion.file === file);
  const contents: LiveContent[] = [];
  for (const [index, promotion] of own.entries()) {
    const foundLater = index + 1 < own.length ? (own[index + 1]?.previous ?? null) : now;
    if (!promotion.ended && foundLater !== promotion.hash) continue;
    take(contents, promotion);
  }
  return { contents, last: own.at(-1) ?? null };
}

function take(contents: LiveContent[], promotion: RecordedPromotion): void {
  const { action, hash, previous } = promotion;
  if (action === 'rollback') {
    contents.pop();
    // What a rollback puts back is what lay below, unless lines of the record were lost.
    if (contents.at(-1)?.hash !== hash) contents.push({ hash, promotion: null });
    return;
  }
  // Somebody else has written the file since, or it was there before the first promotion.
  if (previous !== null && previous !== contents.at(-1)?.hash) {
    contents.push({ hash: previous, promotion: null });
  }
  contents.push({ hash, promotion });
}
