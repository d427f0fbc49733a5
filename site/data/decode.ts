import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Metrics } from '../../runner/domain/metrics.ts';
import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import type { Verification } from '../../runner/domain/verification.ts';
import type { BestView, ConvergenceView } from '../../runner/server/views.ts';

/** JSON has no infinities: they travel as these two strings, in places that hold numbers only. */
function number<Value>(value: Value): Value | number {
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  return value;
}

function numbers<Values extends object>(values: Values): Values {
  const decoded = Object.entries(values).map(([name, value]) => [name, number(value)]);
  return Object.fromEntries(decoded) as Values;
}

const TEXT_FIELDS = new Set(['stage', 'stage_detail', 'sampler', 'status', 'error', 'at']);

/** Puts infinities back into an evaluation, but not into its parameters: theirs may be words. */
export function decodeEvaluation(wire: Evaluation): Evaluation {
  const fields = Object.entries(wire).map(([name, value]) => [
    name,
    TEXT_FIELDS.has(name) ? value : number(value),
  ]);
  return {
    ...(Object.fromEntries(fields) as Evaluation),
    metrics: numbers(wire.metrics ?? {}),
    violations: numbers(wire.violations ?? {}),
  };
}

/** Numbers go on over the runs of a study: those before the run's own first. */
function numbersBefore({ starts }: Pick<RunRecord, 'starts'>, symbol: string): number {
  return (starts?.[symbol]?.first_id ?? 1) - 1;
}

export function decodeVerification(wire: Verification): Verification {
  return { ...wire, differences: wire.differences.map((difference) => numbers(difference)) };
}

/** Figures of one way of trading. */
export function decodeVariation<Figures extends { readonly metrics: Metrics }>(
  wire: Figures,
): Figures {
  return { ...wire, metrics: numbers(wire.metrics) };
}

/** The curve's numbers count the evaluations of the run then, whatever their ids. */
function decodeSymbol(wire: SymbolProgress, before: number): SymbolProgress {
  return {
    ...wire,
    stages: wire.stages.map((stage) => ({ ...stage, best: number(stage.best) })),
    best: wire.best && decodeEvaluation(wire.best),
    holdout: wire.holdout && decodeEvaluation(wire.holdout),
    ...(wire.baseline && {
      baseline: { ...wire.baseline, evaluation: decodeEvaluation(wire.baseline.evaluation) },
    }),
    ...(wire.verified && { verified: wire.verified.map(decodeVerification) }),
    curve: wire.curve.map(([id, fitness]) => [id - before, number(fitness)] as const),
  };
}

export function decodeRecord(wire: RunRecord): RunRecord {
  const symbols = wire.symbols.map((one) => decodeSymbol(one, numbersBefore(wire, one.symbol)));
  return { ...wire, symbols };
}

export function decodeBest(wire: BestView): BestView {
  const { holdout } = wire;
  return {
    ...wire,
    evaluation: wire.evaluation && decodeEvaluation(wire.evaluation),
    holdout: holdout && {
      ...holdout,
      evaluation: holdout.evaluation && decodeEvaluation(holdout.evaluation),
    },
  };
}

export function decodeConvergence(wire: ConvergenceView): ConvergenceView {
  return {
    ...wire,
    stages: wire.stages.map((stage) => numbers(stage)),
    stops: wire.stops.map((stop) => numbers(stop)),
  };
}
