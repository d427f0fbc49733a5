import type { Security } from '../engine/security.ts';
import type { HistorySpan } from './bars-between.ts';

/** A security's bars before the start. */
export interface Lead extends HistorySpan {
  readonly security: Security;
}
