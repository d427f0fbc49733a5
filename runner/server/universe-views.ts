import type { Travel } from '../analysis/travel.ts';
import type { Sharing, SharingRow } from '../report/sharing.ts';
import type { MatrixCell, SymbolMatrix } from '../run/symbol-matrix.ts';

export type { MatrixCell, Sharing, SharingRow, SymbolMatrix, Travel };

/** `GET /api/runs/:run/sharing`: null where no run of the other mode can be compared. */
export interface SharingView {
  readonly sharing: Sharing | null;
}

/**
 * `GET /api/runs/:run/matrix`; also the answer to `POST`, which begins to make one, and to `DELETE`,
 * which gives it up.
 */
export interface MatrixView {
  /** Why this run can have none; null where it can. */
  readonly impossible: string | null;
  /** Null where none was made yet. */
  readonly matrix: SymbolMatrix | null;
  /** Symbols that have another best since it was made. */
  readonly stale: readonly string[];
  /** Which sets travel well, best first, by fitness. */
  readonly travel: readonly Travel[];
  /** How far a new one is; null where none is being made. */
  readonly task: { readonly done: number; readonly total: number } | null;
  /** Why the last one that was begun did not come to its end. */
  readonly error: string | null;
}
