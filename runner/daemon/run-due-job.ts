import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Audit } from '../run/audit.ts';
import type { RunStore } from '../run/run-store.ts';
import type { JobSource } from '../run/runner.ts';
import type { DaemonLog } from './daemon-log.ts';
import type { Intake } from './intake.ts';
import type { JobList } from './job-list.ts';
import { settledFile } from './settled-file.ts';
import { MAX_JOB_BYTES } from './watcher.ts';

interface DueContext {
  readonly configFolder: string;
  readonly intake: Pick<Intake, 'offer'>;
  readonly list: JobList;
  readonly store: Pick<RunStore, 'list' | 'folder'>;
  readonly audit?: Audit | undefined;
  readonly log: DaemonLog;
}

/** A file that has been there since it was taken need only show that nobody writes it just now … */
const STILL_MS = 50;
/** … and where somebody goes on writing, the job is due again at the next look. */
const PATIENCE_MS = 10_000;

/** Takes a job as if it had been dropped again, unless that was done before for this due time. */
export async function runDueJob(
  { file, since }: { readonly file: string; readonly since: Date },
  { configFolder, intake, list, store, audit, log }: DueContext,
): Promise<void> {
  const settled = await settledFile(join(configFolder, file), STILL_MS, {
    maxBytes: MAX_JOB_BYTES,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (settled.kind !== 'file') return;
  const { text } = settled;
  const begun = await begunSince(since, { file, text }, store);
  if (begun !== null) {
    log('info', `${file}: due since ${since.toISOString()}, and run ${begun} was begun for it`);
    return;
  }
  log('info', `${file}: due since ${since.toISOString()}`);
  await intake.offer({ file, text, present: false, last: true, due: true });
  const { run, state } = list.all().find((entry) => entry.file === file) ?? {};
  const due = since.toISOString();
  const by = { via: 'schedule' } as const;
  await audit
    ?.note({ action: 'run', subject: file, by, due, run, state })
    .catch((error: Error) => log('warn', `${file}: its run is not in the audit: ${error.message}`));
}

/** A run of this very text that was made since; a daemon may have been killed in between. */
async function begunSince(
  since: Date,
  { file, text }: JobSource,
  store: Pick<RunStore, 'list' | 'folder'>,
): Promise<string | null> {
  const { records } = await store.list();
  for (const { id, created_at } of records) {
    if (new Date(created_at) < since) continue;
    const kept = join(store.folder(id), `job${extname(file)}`);
    if ((await readFile(kept, 'utf8').catch(() => null)) === text) return id;
  }
  return null;
}
