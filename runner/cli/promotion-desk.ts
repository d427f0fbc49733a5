import { Option } from 'commander';
import type { Candidate, CheckResult } from '../promote/candidate.ts';
import { currentChecks } from '../promote/current-checks.ts';
import { type LiveFormatName, liveFormats } from '../promote/live-format.ts';
import { openPromotionRecord, type PromotionRecord } from '../promote/promotion-record.ts';
import { promotionsFolder, stagingFolder } from '../promote/promotions-folder.ts';
import { openStaging, type Staging } from '../promote/staging.ts';
import { type AuditEntry, openAudit } from '../run/audit.ts';
import { ownWho } from '../run/own-who.ts';
import type { Services } from './services.ts';

export interface DeskFlags {
  readonly staging?: string;
}

/** What the commands of a promotion share: the staging folder and the record. */
export interface PromotionDesk {
  readonly staging: Staging;
  readonly record: PromotionRecord;
  /** Notes what the user of this process asked for. */
  note(entry: Omit<AuditEntry, 'by'>): Promise<void>;
  /** A candidate's checks as they are now; those that it was staged with where its run is gone. */
  checks(candidate: Candidate): Promise<readonly CheckResult[]>;
}

export function promotionDesk({ home, store }: Services, flags: DeskFlags = {}): PromotionDesk {
  return {
    staging: openStaging(stagingFolder(home, flags.staging)),
    record: openPromotionRecord(promotionsFolder(store.root)),
    note: (entry) => openAudit(store.root).note({ ...entry, by: ownWho() } as AuditEntry),
    checks: (candidate) => currentChecks(store, candidate),
  };
}

export function stagingOption(): Option {
  return new Option(
    '--staging <folder>',
    'folder of candidates (default: LEANTUNE_STAGING, else staging/)',
  );
}

export function formatOption(): Option {
  const names = Object.keys(liveFormats) as LiveFormatName[];
  return new Option(
    '--format <format>',
    "shape of the live file (default: by its ending; lean where it is a config.json of LEAN's)",
  ).choices(names);
}
