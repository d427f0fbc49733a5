import type { Candidate, CheckResult } from '../promote/candidate.ts';
import type { Difference } from '../promote/difference.ts';
import type { LiveStatus } from '../promote/live-status.ts';

/** `GET /api/live`: the files that were ever promoted to, as they are now. */
export interface LiveView {
  readonly files: readonly (LiveStatus | { readonly file: string; readonly problem: string })[];
}

/** `GET /api/candidates/:candidate?to=FILE`: a candidate beside what is live. */
export interface ReviewView {
  readonly candidate: Candidate;
  /** As they are now. */
  readonly checks: readonly CheckResult[];
  readonly difference: Difference;
}
