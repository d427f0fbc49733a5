import type { DeletedStudy, Study, StudyNotes, StudySummary } from '../domain/study.ts';

/** `GET /api/studies`: those worked on last first. */
export interface StudiesView {
  readonly studies: readonly StudySummary[];
  /** The last deleted one first. */
  readonly deleted: readonly DeletedStudy[];
}

/** `GET /api/studies/:study` */
export type StudyView = Study;

/** `PATCH /api/studies/:study` takes any part of it and answers with the summary. */
export type StudyNotesView = StudyNotes;
