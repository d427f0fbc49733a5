import type { DateRange } from '../domain/evaluation.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Verification } from '../domain/verification.ts';
import type { Who } from '../domain/who.ts';
import type { PromotedDocument } from './promoted-document.ts';

/** What a check found; only `fail` keeps a candidate from being promoted. */
export interface CheckResult {
  readonly name: string;
  readonly state: 'pass' | 'warn' | 'fail';
  readonly found: string;
}

/** Figures by name; `fitness` among them. */
export type Figures = Readonly<Record<string, number>>;

/** A set that was put up for promotion: a file of the staging folder. */
export interface Candidate {
  readonly leantune: 'candidate';
  readonly v: 1;
  /** `YYYYMMDD_HHMMSS` in UTC, unique in its folder. */
  readonly id: string;
  readonly staged_at: string;
  readonly staged_by: Who;
  readonly run: string;
  readonly job: string;
  readonly study: string | null;
  readonly strategy: string;
  /** The search's symbol, or the name that a shared search has. */
  readonly symbol: string;
  readonly dates: DateRange;
  readonly holdout_dates: DateRange | null;
  readonly evaluation: number;
  readonly parameters: ParameterSet;
  readonly figures: Figures;
  /** On the holdout; null where it was not tried on it. */
  readonly holdout_figures: Figures | null;
  /** What the search was compared with, where it was. */
  readonly baseline: {
    readonly label: string;
    readonly parameters: ParameterSet;
    readonly figures: Figures;
  } | null;
  readonly verifications: readonly Verification[];
  /** As they were when it was staged; they are made again before it is promoted. */
  readonly checks: readonly CheckResult[];
  /** What a promoted file will hold. */
  readonly promoted: PromotedDocument;
}
