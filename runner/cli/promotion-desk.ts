import { join, resolve } from 'node:path';
import { Option } from 'commander';
import type { Candidate, CheckResult } from '../promote/candidate.ts';
import { checkSet } from '../promote/checks.ts';
import { type LiveFormatName, liveFormats } from '../promote/live-format.ts';
import { openPromotionRecord, type PromotionRecord } from '../promote/promotion-record.ts';
import { stagedSet } from '../promote/staged-set.ts';
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
  const named = flags.staging ?? process.env['LEANTUNE_STAGING'];
  const folder = named ? resolve(named) : join(home, 'staging');
  return {
    staging: openStaging(folder),
    record: openPromotionRecord(join(store.root, 'promotions')),
    note: (entry) => openAudit(store.root).note({ ...entry, by: ownWho() } as AuditEntry),
    async checks({ run, symbol, evaluation, checks }) {
      const stored = await store.read(run).catch(() => null);
      if (stored === null) {
        const found = `run ${run} is gone; these are its checks of when it was staged`;
        return [...checks, { name: 'run', state: 'warn', found }];
      }
      return checkSet(await stagedSet(store, stored, { symbol, evaluation }));
    },
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
