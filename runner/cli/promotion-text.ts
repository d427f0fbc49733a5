import { printable } from '../domain/printable.ts';
import { whoText } from '../domain/who.ts';
import type { Promotion } from '../promote/promotion-record.ts';

/** `promotion 3, 2026-11-21 18:15 UTC by ada@box: evaluation 137 of run … (SPX)` */
export function promotionText(promotion: Promotion): string {
  const { n, action, at, by, why, from, restores, overruled } = promotion;
  const when = `${at.slice(0, 16).replace('T', ' ')} UTC`;
  const what = action === 'promote' ? `promotion ${n}` : `rollback ${n}`;
  const source =
    from === null
      ? 'what was there before the first promotion'
      : `evaluation ${from.evaluation} of run ${from.run} (${from.symbol})`;
  const again = restores === null ? '' : ` again, as of promotion ${restores}`;
  const reason = why === null ? '' : `; why: ${why}`;
  const forced = overruled.length === 0 ? '' : `; overruled: ${overruled.join(', ')}`;
  const text = `${what}, ${when} by ${whoText(by)}: ${source}${again}${reason}${forced}`;
  return printable(text);
}
