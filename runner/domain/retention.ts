import type { RunState } from './run-record.ts';

/** What keeps a run from being removed unless a rule names it. */
export const PROTECTIONS = [
  'unfinished',
  'promoted',
  'staged',
  'noted',
  'study',
  'dropped',
] as const;

export type Protection = (typeof PROTECTIONS)[number];

/** Which runs may go. At least one of the three limits is given. */
export interface RetentionRule {
  /** So many of the newest runs stay, whatever else is said. */
  readonly keep?: number | undefined;
  /** Only runs that nobody has worked on for so many days. */
  readonly older_than_days?: number | undefined;
  /** The oldest go until the runs take no more than this. */
  readonly max_bytes?: number | undefined;
  /** Protections that do not hold this time. */
  readonly include: readonly Protection[];
}

/** A run as a rule sees it. */
export interface RetainedRun {
  readonly id: string;
  readonly name: string;
  readonly study: string | null;
  readonly state: RunState;
  readonly updated_at: string;
  /** What its folder takes. */
  readonly bytes: number;
  /** Why it goes or stays. */
  readonly why: string;
}

/** What a rule does, newest runs first. */
export interface RetentionPlan {
  readonly removed: readonly RetainedRun[];
  readonly kept: readonly RetainedRun[];
  readonly removed_bytes: number;
  readonly kept_bytes: number;
  /** Folders that cannot be read; nobody knows what they hold, so they stay. */
  readonly broken: readonly string[];
}
