import type { Job } from '../../runner/domain/job.ts';
import type { RunState } from '../../runner/domain/run-record.ts';

/** What a made-up run is like. */
export interface FixtureRunOptions {
  readonly id: string;
  readonly name: string;
  readonly strategy?: string;
  readonly symbols?: readonly string[];
  /** One set for these symbols, instead of a search for each of `symbols`. */
  readonly shared?: readonly string[];
  readonly state: RunState;
  readonly reason?: string;
  readonly planned: number;
  readonly done: number;
  readonly holdout?: boolean;
  readonly tags?: readonly string[];
  readonly seed: number;
  readonly secondsEach?: number;
  readonly allInvalid?: boolean;
  readonly objectives?: Job['objectives'];
}
