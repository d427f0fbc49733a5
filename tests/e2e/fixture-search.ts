import type { Evaluation, EvaluationStatus } from '../../runner/domain/evaluation.ts';
import { type Random, randomFrom } from '../../runner/domain/random.ts';
import type { FixtureRunOptions } from './fixture-run-options.ts';

/** A search that is made up, evaluation by evaluation. */
export interface FixtureSearch {
  readonly symbol: string;
  readonly folder: string;
  readonly seed: number;
  readonly evaluations: Evaluation[];
  readonly improvements: [number, number][];
  best: Evaluation | null;
}

/** Makes more evaluations, no more than are planned; tells whether the best improved. */
export function extendSearch(
  search: FixtureSearch,
  options: FixtureRunOptions,
  count: number,
): boolean {
  let improved = false;
  const to = Math.min(options.planned, search.evaluations.length + count);
  while (search.evaluations.length < to) {
    const made = evaluate(options, search.seed, search.evaluations.length + 1);
    search.evaluations.push(made);
    if (made.status !== 'complete' || made.fitness <= (search.best?.fitness ?? -Infinity)) continue;
    search.best = made;
    search.improvements.push([made.id, made.fitness]);
    improved = true;
  }
  return improved;
}

export const STAGES = [
  { name: 'explore', sampler: 'lhs', share: 0.2, spread: 1 },
  { name: 'genetic', sampler: 'genetic', share: 0.6, spread: 0.35 },
  { name: 'refine', sampler: 'grid', share: 0.2, spread: 0.12 },
] as const;
const BEST = { fast: 18, slow: 110, threshold: 0.02 };

/** A standard normal draw. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function stageAt(id: number, planned: number): number {
  const share = (id - 1) / planned;
  if (share < 0.2) return 0;
  return share < 0.8 ? 1 : 2;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function drawParams(random: Random, spread: number) {
  const fast = Math.round(clamp(BEST.fast + normal(random) * 30 * spread, 5, 60));
  const slow = Math.round(clamp(BEST.slow + normal(random) * 60 * spread, 20, 200) / 5) * 5;
  const threshold = Math.round(
    clamp(BEST.threshold + normal(random) * 0.03 * spread, 0, 0.1) * 200,
  );
  return { fast, slow, threshold: threshold / 200, exit_on_close: random() < 0.5 };
}

function evaluate(options: FixtureRunOptions, symbolSeed: number, id: number): Evaluation {
  const random = randomFrom(options.seed, symbolSeed, id);
  const position = stageAt(id, options.planned);
  const stage = STAGES[position]!;
  const params = drawParams(random, stage.spread);
  const distance =
    ((params.fast - BEST.fast) / 25) ** 2 +
    ((params.slow - BEST.slow) / 70) ** 2 +
    ((params.threshold - BEST.threshold) / 0.05) ** 2;
  const disaster = random() < 0.01 ? 25 * random() : 0;
  const score = 1.9 - 0.9 * distance + 0.12 * normal(random) - disaster + symbolSeed * 0.2;
  const failed = random() < 0.004;
  const invalid = options.allInvalid || params.fast >= params.slow || random() < 0.03;
  const status: EvaluationStatus = failed ? 'failed' : invalid ? 'invalid' : 'complete';
  const valid = status === 'complete';
  const fitness = Number(score.toPrecision(10));
  return {
    v: 1,
    id,
    stage: stage.name,
    stage_detail: stage.sampler === 'genetic' ? `gen_${Math.floor(id / 50)}` : stage.sampler,
    sampler: stage.sampler,
    batch: Math.floor(id / 50),
    params,
    status,
    fitness: valid ? fitness : Number.NEGATIVE_INFINITY,
    ...(failed
      ? {}
      : {
          net_pnl: score * 61.234,
          max_drawdown: clamp(22 - score * 5 + normal(random), 3, 90),
          trade_count: Math.round(clamp(260 - params.slow + 20 * normal(random), 2, 2400)),
          win_rate: clamp(0.42 + score * 0.05, 0, 1),
          profit_factor: clamp(1 + score * 0.4, 0.1, 9),
        }),
    metrics: failed
      ? {}
      : {
          sharpe_ratio: score * 0.6,
          sortino_ratio: score * 0.81,
          calmar_ratio: fitness,
          ...Object.fromEntries(
            (options.shared ?? []).map((symbol, n) => [`fitness ${symbol}`, fitness + n - 1]),
          ),
        },
    ...(valid && options.objectives && { objectives: [score * 61.234, -params.slow] }),
    violations: invalid && !failed ? { trade_count: 3 } : {},
    window: null,
    is_oos: false,
    error: failed ? 'TypeError: Cannot read properties of undefined' : null,
    attempt: 1,
    slot: id % 2,
    ms: 40,
    at: '2026-11-21T10:15:30.123Z',
  };
}
