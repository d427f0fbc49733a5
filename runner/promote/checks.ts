import { edgesMet } from '../analysis/edges-met.ts';
import { holdoutVerdict } from '../analysis/holdout-verdict.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import { valueText } from '../domain/number-text.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import type { Verification } from '../domain/verification.ts';
import { verificationText } from '../domain/verification-text.ts';
import { DEFAULT_RANKING } from '../report/ranking.ts';
import type { CheckResult } from './candidate.ts';
import type { PromotedDocument } from './promoted-document.ts';

/** A set that may go live, and all that is known of it. */
export interface StagedSet {
  readonly record: RunRecord;
  readonly job: Job;
  readonly progress: SymbolProgress;
  readonly evaluation: Evaluation;
  /** The same set on the holdout; null where it was not tried on it. */
  readonly holdout: Evaluation | null;
  /** Of this evaluation, oldest first. */
  readonly verifications: readonly Verification[];
  /** What a promoted file of it holds. */
  readonly promoted: PromotedDocument;
  /** Another run of the study, or a later one of the job, that found a better set. */
  readonly better: { readonly run: string; readonly fitness: number } | null;
}

type Check = (set: StagedSet) => Omit<CheckResult, 'name'>;

/** What is looked at before parameters go live, in the order in which it is shown. */
const checks: Readonly<Record<string, Check>> = {
  constraints: checkConstraints,
  trades: checkTrades,
  edges: checkEdges,
  repeat: checkRepeat,
  lean: checkLean,
  holdout: checkHoldout,
  gain: checkGain,
  read: checkRead,
  best: checkBest,
};

export function checkSet(set: StagedSet): CheckResult[] {
  return Object.entries(checks).map(([name, check]) => ({ name, ...check(set) }));
}

const pass = (found: string) => ({ state: 'pass', found }) as const;
const warn = (found: string) => ({ state: 'warn', found }) as const;
const fail = (found: string) => ({ state: 'fail', found }) as const;

function checkConstraints({ evaluation, job }: StagedSet) {
  const broken = Object.entries(evaluation.violations).map(
    ([name, amount]) => `${name} missed by ${valueText(amount)}`,
  );
  if (broken.length > 0) return fail(broken.join(', '));
  if (evaluation.status !== 'complete') return fail(`the evaluation is ${evaluation.status}`);
  const { length } = job.constraints;
  return pass(length === 0 ? 'none stated, and the limits of the fitness hold' : 'all hold');
}

function checkTrades({ evaluation, job }: StagedSet) {
  const wanted = job.outputs?.minTrades ?? DEFAULT_RANKING.min_trades;
  const { trade_count: count } = evaluation;
  if (count === undefined) return warn('trades were not counted');
  const found = `${count} trades, at least ${wanted} wanted`;
  return count < wanted ? fail(found) : pass(found);
}

function checkEdges({ evaluation, job }: StagedSet) {
  const met = edgesMet(evaluation.params, job.parameters);
  if (met.length === 0) return pass('inside all ranges');
  return fail(met.map(({ name, value, end }) => `${name} ${value} is the ${end} edge`).join(', '));
}

function checkRepeat({ verifications, record, evaluation }: StagedSet) {
  const last = verifications.findLast(({ kind }) => kind === 'repeat');
  if (last === undefined) {
    // LEAN started anew for it, too, and nothing of the search was there.
    const elsewhere = verifications.findLast(({ engine }) => engine === 'lean');
    if (elsewhere?.equal === true) return pass(verificationText(elsewhere));
    const command = `leantune verify ${record.id} --evaluation ${evaluation.id}`;
    return fail(`not repeated in a fresh process; \`${command}\` does it`);
  }
  return (last.equal ? pass : fail)(verificationText(last));
}

function checkLean({ verifications, job }: StagedSet) {
  if (job.backtest.engine === 'lean') return pass('found on LEAN itself');
  const last = verifications.findLast(({ engine }) => engine === 'lean');
  if (last === undefined) return warn('not tried on LEAN itself');
  return (last.equal ? pass : fail)(verificationText(last));
}

function checkHoldout({ evaluation, holdout }: StagedSet) {
  if (holdout === null) return warn('not tried on days that the search has not seen');
  const verdict = holdoutVerdict(evaluation, holdout);
  if (verdict === null) return pass('not much worse than in-sample');
  if (verdict.kind === 'failed') return fail(`its backtest failed: ${verdict.error}`);
  if (verdict.kind === 'invalid') return fail(`invalid there: ${verdict.missed.join(', ')}`);
  const { measure, inside, outside } = verdict;
  return fail(`${measure} ${valueText(outside)} against ${valueText(inside)} in-sample`);
}

function checkGain({ evaluation, progress }: StagedSet) {
  const { baseline } = progress;
  if (baseline == null) return warn('nothing to compare with');
  const { label, evaluation: before } = baseline;
  if (before.status !== 'complete') return pass(`${label}: no valid set`);
  const found = `${valueText(evaluation.fitness)} against ${valueText(before.fitness)} of ${label}`;
  return evaluation.fitness > before.fitness ? pass(found) : warn(found);
}

function checkRead({ progress, evaluation }: StagedSet) {
  const unread = (progress.unread ?? []).filter(({ name }) => name in evaluation.params);
  if (unread.length === 0) return pass('the strategy asks for every parameter');
  return warn(`the strategy never asks for ${unread.map(({ name }) => name).join(', ')}`);
}

function checkBest({ better, progress, evaluation }: StagedSet) {
  const { best } = progress;
  if (best !== null && best.fitness > evaluation.fitness) {
    return warn(`evaluation ${best.id} of the run is better: ${valueText(best.fitness)}`);
  }
  if (better === null) return pass('no other run found a better set');
  return warn(`run ${better.run} found a better set: ${valueText(better.fitness)}`);
}
