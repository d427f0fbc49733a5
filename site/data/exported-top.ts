import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { TopColumn } from './top-columns.ts';
import { sortKey, type TopView } from './top-view.ts';

type Value = ReturnType<TopColumn['value']>;

const collator = new Intl.Collator();

/**
 * What a server would answer of the rows that are there, where there is none to ask: those that are
 * chosen, in the order that is wanted; what lacks the value goes last.
 *
 * @param chosen ids; null where all are
 */
export function exportedTop(
  rows: readonly Evaluation[],
  { by, order }: TopView,
  {
    columns,
    chosen,
  }: {
    readonly columns: readonly TopColumn[];
    readonly chosen: ReadonlySet<number> | null;
  },
): readonly Evaluation[] {
  const kept = rows.filter(({ id }) => chosen?.has(id) ?? true);
  const column = columns.find((one) => sortKey(one) === by);
  if (column === undefined) return kept;
  const direction = order === 'most' ? -1 : 1;
  return kept.toSorted((a, b) => {
    const [one, other] = [column.value(a), column.value(b)];
    if (one === undefined || other === undefined) {
      return Number(one === undefined) - Number(other === undefined);
    }
    return compare(one, other) * direction;
  });
}

function compare(a: NonNullable<Value>, b: NonNullable<Value>): number {
  if (typeof a === 'string' || typeof b === 'string') {
    return collator.compare(String(a), String(b));
  }
  return Number(a) - Number(b);
}
