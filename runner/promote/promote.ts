import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError, messageOf } from '../domain/errors.ts';
import type { Who } from '../domain/who.ts';
import { sweepTemporaries, writeFileAtomic } from '../run/atomic-write.ts';
import type { Candidate, CheckResult } from './candidate.ts';
import { readLiveFile } from './live-file.ts';
import { formatOf, type LiveFormatName, liveFormats } from './live-format.ts';
import type { Promotion, PromotionRecord, PromotionSource } from './promotion-record.ts';

export interface PromoteOptions {
  readonly candidate: Candidate;
  /** As they are now, in place of those that the candidate was staged with. */
  readonly checks: readonly CheckResult[];
  readonly file: string;
  /** What the file's name says where absent. */
  readonly format?: LiveFormatName | undefined;
  readonly by: Who;
  readonly why: string | null;
  /** Promotes though checks fail; asks for a reason. */
  readonly force: boolean;
}

/** What became of a promotion. */
export interface Promoted {
  /** Null where the file holds the very same already. */
  readonly promotion: Promotion | null;
  readonly path: string;
}

/**
 * Makes a candidate live: the file is replaced at one instant, what it held before is kept, and the
 * record says who did it and why before the file is touched.
 *
 * @throws InputError where checks fail, or file or format cannot be used
 */
export async function promote(record: PromotionRecord, options: PromoteOptions): Promise<Promoted> {
  const { candidate, by, why } = options;
  const overruled = refuseFailing(options);
  return await record.change(async (writer) => {
    const live = await readLiveFile(options.file);
    const current = live.content?.toString('utf8') ?? null;
    const format = options.format ?? formatOf(options.file, current);
    const content = Buffer.from(rendered(options, format, current));
    if (live.content?.equals(content)) return { promotion: null, path: live.path };
    const previous = live.content === null ? null : await writer.keep(live.content);
    const hash = await writer.keep(content);
    const from = sourceOf(candidate);
    const what = { action: 'promote', by, why, file: live.path, format, hash, previous } as const;
    const promotion = await writer.begin({ ...what, restores: null, from, overruled });
    await replace(live, content);
    await writer.end(promotion.n);
    return { promotion, path: live.path };
  });
}

/** Replaces a live file whole, keeping who may read it; makes its folder where there is none. */
export async function replace(
  { path, mode }: { readonly path: string; readonly mode?: number | undefined },
  content: Uint8Array,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await sweepTemporaries(path);
  await writeFileAtomic(path, content, mode === undefined ? {} : { mode });
}

function refuseFailing({ candidate, checks, force, why }: PromoteOptions): readonly string[] {
  const failing = checks.filter(({ state }) => state === 'fail');
  if (failing.length === 0) return [];
  const action = `Cannot promote candidate ${candidate.id}`;
  if (!force) {
    const wanted = 'a check that passes, or --force with --why';
    throw new InputError(
      action,
      failing.map(({ name, found }) => ({ path: name, wanted, found })),
    );
  }
  if (why === null || why.trim() === '') {
    const wanted = 'a reason for overruling what fails';
    throw new InputError(action, [{ path: '--why', wanted, found: 'none' }]);
  }
  return failing.map(({ name }) => name);
}

function rendered(
  { candidate, file }: PromoteOptions,
  format: LiveFormatName,
  current: string | null,
): string {
  try {
    return liveFormats[format].render(candidate.promoted, current);
  } catch (error) {
    const found = messageOf(error);
    const problem = { path: '--to', wanted: `a file that can be read as ${format}`, found };
    throw new InputError(`Cannot promote to "${file}"`, [problem], { cause: error });
  }
}

function sourceOf(candidate: Candidate): PromotionSource {
  const { id, run, job, study, strategy, symbol, evaluation, parameters, figures } = candidate;
  const violations = candidate.promoted.metadata['constraint_violations'];
  return {
    candidate: id,
    run,
    job,
    study,
    strategy,
    symbol,
    evaluation,
    parameters,
    figures,
    violations: Object.keys(violations ?? {}),
  };
}
