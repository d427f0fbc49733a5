import type { Protection, RetainedRun, RetentionPlan, RetentionRule } from '../domain/retention.ts';

export interface SizedRun extends Omit<RetainedRun, 'why'> {
  /** It, or another run of its study, is under way: then it stays, whatever a rule says. */
  readonly live: boolean;
  readonly protections: readonly { readonly kind: Protection; readonly why: string }[];
}

const DAY_MS = 86_400_000;

/**
 * Decides which runs go. A limit of age or size only ever takes from what is neither protected nor
 * among the newest; without such a limit all of that goes.
 *
 * @param runs newest first
 * @param now milliseconds since 1970
 */
export function planRetention(
  runs: readonly SizedRun[],
  rule: RetentionRule,
  now: number,
): Omit<RetentionPlan, 'broken'> {
  const stays = new Map<string, string>();
  for (const [index, run] of runs.entries()) {
    const why = whyHeld(run, index, rule);
    if (why !== null) stays.set(run.id, why);
  }
  const free = runs.filter(({ id }) => !stays.has(id));
  const goes = new Map(free.flatMap((run) => agedOut(run, rule, now)));
  const { max_bytes: most } = rule;
  if (most !== undefined) {
    let bytes = sumOf(runs.filter(({ id }) => !goes.has(id)));
    for (const { id, bytes: own } of free.toReversed()) {
      if (bytes <= most) break;
      if (goes.has(id)) continue;
      goes.set(id, 'the runs take more than the size given');
      bytes -= own;
    }
  }
  const said = (run: SizedRun, why: string): RetainedRun => {
    const { live: _, protections: __, ...fields } = run;
    return { ...fields, why };
  };
  const removed = runs.flatMap((run) =>
    [goes.get(run.id)].flatMap((why) => (why ? [said(run, why)] : [])),
  );
  const kept = runs
    .filter(({ id }) => !goes.has(id))
    .map((run) => said(run, stays.get(run.id) ?? 'within the limits'));
  return { removed, kept, removed_bytes: sumOf(removed), kept_bytes: sumOf(kept) };
}

function whyHeld({ live, protections }: SizedRun, index: number, rule: RetentionRule) {
  if (live) return 'it or its study is under way';
  const holding = protections.filter(({ kind }) => !rule.include.includes(kind));
  if (holding.length > 0) return holding.map(({ why }) => why).join('; ');
  return index < (rule.keep ?? 0) ? `among the newest ${rule.keep}` : null;
}

function agedOut(
  { id, updated_at: at }: SizedRun,
  { keep, older_than_days: days, max_bytes: most }: RetentionRule,
  now: number,
): [string, string][] {
  if (days !== undefined) {
    // A date that cannot be read is no old one.
    return now - Date.parse(at) > days * DAY_MS ? [[id, `older than ${days} days`]] : [];
  }
  return keep !== undefined && most === undefined ? [[id, `beyond the newest ${keep}`]] : [];
}

function sumOf(runs: readonly { readonly bytes: number }[]): number {
  return runs.reduce((sum, { bytes }) => sum + bytes, 0);
}
