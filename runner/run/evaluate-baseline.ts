import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup, Executor, Outcome, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Baseline } from '../domain/run-record.ts';
import type { Scorer } from '../pipeline/score.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import { writeResults } from './best-backtest.ts';
import { encodeEvaluation, parseEvaluation } from './evaluation-line.ts';
import type { SymbolFiles } from './symbol-files.ts';
import { hasWinner } from './verify-bests.ts';

const FILE = 'baseline.json';
const STAGE = 'baseline';

export interface BaselineOptions {
  readonly job: Job;
  readonly preparation?: Preparation | undefined;
  readonly executor: Executor;
  readonly setup: BacktestSetup;
  readonly files: SymbolFiles;
  readonly scorer: Scorer;
  readonly time: SlotAccount;
  readonly requestId: () => number;
  /** Aborted: nothing new is begun. */
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
}

/**
 * Evaluates the parameters that are in use, before the search: what its best has to beat. The
 * search knows nothing of it, so that ids, budgets and asks are what they are without, and a set
 * need not be of the space. Kept in `baseline.json`; undefined where nothing is to be compared.
 */
export async function evaluateBaseline(options: BaselineOptions): Promise<Baseline | undefined> {
  const wanted = wantedBaseline(options.job, options.preparation);
  if (wanted === null) return undefined;
  const known = await readBaseline(options.files.folder);
  if (known !== null && isOf(known, wanted)) return known;
  if (options.drain.aborted) return undefined;
  const outcome = await backtest(wanted.params, options);
  const baseline: Baseline = {
    label: wanted.label,
    evaluation: evaluationOf(wanted.params, outcome, options.scorer),
  };
  if (outcome.status === 'complete') await writeResults('baseline', outcome, options.files);
  const line = encodeEvaluation(baseline.evaluation).trimEnd();
  const label = JSON.stringify(baseline.label);
  await options.files.write(FILE, `{"v":1,"label":${label},"evaluation":${line}}\n`);
  return baseline;
}

interface Wanted {
  readonly label: string;
  readonly params: ParameterSet;
}

/** Null where a job asks for none, or asks for nothing and its strategy declares no defaults. */
function wantedBaseline(job: Job, preparation: Preparation | undefined): Wanted | null {
  const { baseline, parameters } = job;
  if (baseline === null) return null;
  if (baseline?.params != null) return { label: baseline.label, params: baseline.params };
  const declared = preparation?.defaults ?? {};
  const known = parameters.flatMap(({ name }) => {
    const value = Object.hasOwn(declared, name) ? declared[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  if (baseline === undefined && (known.length === 0 || !hasWinner(job))) return null;
  // Where they are not known, a strategy that is given nothing takes them all the same.
  return { label: baseline?.label ?? 'defaults', params: Object.fromEntries(known) };
}

async function backtest(params: ParameterSet, options: BaselineOptions): Promise<Outcome> {
  const { executor, setup, time, requestId, abort } = options;
  const request = { id: requestId(), setup, params, detail: 'full' as const };
  time.launched();
  try {
    for await (const outcome of executor.evaluate([request], abort)) {
      if (outcome.id !== request.id) continue;
      time.backtest(outcome.ms);
      return outcome;
    }
  } finally {
    time.landed();
  }
  throw new Error('Cannot evaluate the baseline: wanted an outcome, found none');
}

function evaluationOf(params: ParameterSet, outcome: Outcome, scorer: Scorer): Evaluation {
  const { headline, ...score } = scorer(outcome);
  const { attempt, slot, ms } = outcome;
  return {
    v: 1,
    id: 0,
    stage: STAGE,
    stage_detail: STAGE,
    sampler: STAGE,
    batch: 0,
    params,
    ...headline,
    ...score,
    window: null,
    is_oos: false,
    attempt,
    slot,
    ms,
    at: new Date().toISOString(),
  };
}

async function readBaseline(folder: string): Promise<Baseline | null> {
  try {
    const text = await readFile(join(folder, FILE), 'utf8');
    const { v, label, evaluation } = JSON.parse(text) as Baseline & { readonly v: number };
    if (v !== 1 || typeof label !== 'string') return null;
    // Lines count from 1, and this is none of them.
    const read = parseEvaluation(JSON.stringify({ ...evaluation, id: 1 }));
    return { label, evaluation: { ...read, id: 0 } };
  } catch {
    return null;
  }
}

function isOf({ label, evaluation }: Baseline, wanted: Wanted): boolean {
  return label === wanted.label && sameSet(evaluation.params, wanted.params);
}

function sameSet(one: ParameterSet, other: ParameterSet): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
}
