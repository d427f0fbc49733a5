import type { DeletedStudy, StudySummary } from '../domain/study.ts';

/** `GET /api/studies`: those worked on last first. */
export interface StudiesView {
  readonly studies: readonly StudySummary[];
  /** The last deleted one first. */
  readonly deleted: readonly DeletedStudy[];
}
