import type { ParameterSet } from '../domain/parameter-set.ts';
import { type ParameterChange, parameterChanges } from './difference.ts';
import { readLiveFile } from './live-file.ts';
import { formatOf, type LiveFormatName, parametersOf } from './live-format.ts';
import { liveHistory } from './live-history.ts';
import { hashOf, type PromotionRecord, type RecordedPromotion } from './promotion-record.ts';

/** What a live file is. */
export interface LiveStatus {
  readonly file: string;
  /**
   * `live`: what a promotion left; `edited`: somebody has written it since; `restored`: rolled back
   * to what was there before the first promotion; `missing`: promoted once, no file now; `unknown`:
   * never promoted to.
   */
  readonly state: 'live' | 'edited' | 'restored' | 'missing' | 'unknown';
  /** The promotion whose parameters the file holds or, where it was edited, held last. */
  readonly promotion: RecordedPromotion | null;
  /** A promotion or rollback that was cut off before it changed the file. */
  readonly cutOff: RecordedPromotion | null;
  /** What the file holds now; null where it cannot be read. */
  readonly parameters: ParameterSet | null;
  /** Where it was edited: what differs from the promotion. */
  readonly changes: readonly ParameterChange[];
  /** Whether the set's constraints held when it was found; null where the set is nobody's. */
  readonly constraints: { readonly hold: boolean; readonly broken: readonly string[] } | null;
  /** How many contents lie below it, for rollbacks. */
  readonly earlier: number;
}

/** @throws InputError where the file cannot be read */
export async function liveStatus(record: PromotionRecord, file: string): Promise<LiveStatus> {
  const live = await readLiveFile(file);
  const now = live.content === null ? null : hashOf(live.content);
  const { contents, last } = liveHistory(await record.list(), live.path, now);
  const top = contents.at(-1) ?? null;
  const promotion = top?.promotion ?? null;
  const text = live.content?.toString('utf8') ?? null;
  const parameters = text === null ? null : readParameters(live.path, text, promotion?.format);
  const state = stateOf({ top: top?.hash ?? null, now, isPromoted: promotion !== null });
  const changes =
    state === 'edited' && promotion?.from != null
      ? parameterChanges(promotion.from.parameters, parameters ?? {}).filter(({ same }) => !same)
      : [];
  return {
    file: live.path,
    state,
    promotion,
    cutOff: last !== null && !last.ended && last.hash !== now ? last : null,
    parameters,
    changes,
    constraints: constraintsOf(promotion, state === 'live' || isOnlyRewritten(state, changes)),
    earlier: Math.max(0, contents.length - 1),
  };
}

function stateOf(facts: {
  readonly top: string | null;
  readonly now: string | null;
  readonly isPromoted: boolean;
}): LiveStatus['state'] {
  const { top, now, isPromoted } = facts;
  if (top === null) return 'unknown';
  if (now === null) return 'missing';
  if (top !== now) return 'edited';
  return isPromoted ? 'live' : 'restored';
}

/** Other words, the same parameters. */
function isOnlyRewritten(state: LiveStatus['state'], changes: readonly ParameterChange[]): boolean {
  return state === 'edited' && changes.length === 0;
}

function constraintsOf(
  promotion: RecordedPromotion | null,
  holdsItsSet: boolean,
): LiveStatus['constraints'] {
  if (promotion?.from == null || !holdsItsSet) return null;
  const { violations } = promotion.from;
  return { hold: violations.length === 0, broken: violations };
}

function readParameters(
  path: string,
  text: string,
  format: LiveFormatName | undefined,
): ParameterSet | null {
  try {
    return parametersOf(text, format ?? formatOf(path, text));
  } catch {
    return null;
  }
}
