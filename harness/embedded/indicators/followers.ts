import type { BarColumns } from '../data/columns.ts';
import type { Security } from '../engine/security.ts';
import type { IndicatorFollower } from './indicator-follower.ts';

/** Bars before the start, and the position at which the start is. */
export interface LeadIn {
  readonly columns: BarColumns;
  /** The first bar that indicators see. */
  readonly from: number;
  readonly offset: number;
}

/** The indicators that only follow a security's bars. */
export class Followers {
  readonly #all: { readonly security: Security; readonly follower: IndicatorFollower }[] = [];

  add(security: Security, follower: IndicatorFollower): void {
    this.#all.push({ security, follower });
  }

  /** Lets a security's indicators begin with bars before its start, where they have no others yet. */
  lead(security: Security, { columns, from, offset }: LeadIn): void {
    for (const { security: own, follower } of this.#all) {
      if (own === security && follower.isAtStart) {
        follower.follow({ columns, cursor: security.seen, offset }, from);
      }
    }
  }
}
