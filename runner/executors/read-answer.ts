import { type BacktestRequest, type Outcome, prunedOutcome } from '../domain/executor.ts';
import type { Metrics } from '../domain/metrics.ts';
import type { HarnessAnswer } from './harness-client.ts';
import { leanMetrics } from './lean-metrics.ts';
import { failedOutcome } from './read-outcomes.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface AnswerContext {
  readonly request: BacktestRequest;
  readonly slot: number;
  /** Milliseconds from question to answer, for harnesses that do not tell their own. */
  readonly tookMs: number;
  /** Parameters that the strategy's sources read, where the harness does not tell; null: unknown. */
  readonly parametersRead: readonly string[] | null;
}

/** The outcome that a harness's last answer to a backtest stands for. */
export function readAnswer(answer: HarnessAnswer, context: AnswerContext): Outcome {
  const { request, slot } = context;
  if (answer.status === 'complete' || answer.status === 'ok') return complete(answer, context);
  if (answer.status === 'pruned') return pruned(answer, context);
  // Given up by the executor itself, which does not wait for the outcome.
  if (answer.status === 'cancelled') {
    const error = 'The backtest was cancelled';
    return failedOutcome(request, slot, { error, retriable: true });
  }
  const error = errorText(answer);
  const outcome = failedOutcome(request, slot, { error, retriable: answer['kind'] === 'harness' });
  return { ...outcome, ms: numberIn(answer, 'ms') ?? context.tookMs };
}

function errorText(answer: HarnessAnswer): string {
  if (answer.status !== 'error') {
    const wanted = 'a status of the protocol';
    return `Cannot read the harness's answer: wanted ${wanted}, found "${answer.status}"`;
  }
  const message = textIn(answer, 'message') ?? 'the harness says no more';
  const stack = textIn(answer, 'stack');
  return stack === undefined || message.includes(stack) ? message : `${message}\n${stack}`;
}

function pruned(answer: HarnessAnswer, { request, slot, tookMs }: AnswerContext): Outcome {
  const standings = standingsIn(answer);
  if (request.milestones === undefined || standings === undefined || standings.length === 0) {
    const wanted = 'the standings of a backtest that was to be given up';
    const error = `Cannot read the harness's answer: wanted ${wanted}, found "pruned" without`;
    return failedOutcome(request, slot, { error, retriable: false });
  }
  const ms = numberIn(answer, 'ms') ?? tookMs;
  return prunedOutcome({ id: request.id, slot, attempt: 1, ms }, standings);
}

function complete(answer: HarnessAnswer, context: AnswerContext): Outcome {
  const { request, slot } = context;
  const fail = (error: string): Outcome =>
    failedOutcome(request, slot, { error, retriable: false });
  const state = fieldsIn(answer['state']);
  const status = textIn(state, 'Status');
  if (status !== undefined && status !== 'Completed') {
    return fail(textIn(state, 'RuntimeError') || `LEAN ended the backtest as "${status}"`);
  }
  const metrics = metricsIn(answer);
  if (metrics === null) {
    return fail('Cannot read the backtest: wanted statistics in the answer, found none');
  }
  const starved = missingData(answer, request);
  if (starved !== null) return fail(starved);
  const read = namesIn(answer['parameters_read']) ?? context.parametersRead;
  const { result } = answer;
  const standings = request.milestones === undefined ? undefined : standingsIn(answer);
  return {
    id: request.id,
    slot,
    attempt: 1,
    ms: numberIn(answer, 'ms') ?? context.tookMs,
    status: 'complete',
    metrics,
    ...(request.detail === 'full' && result !== undefined && { result: JSON.stringify(result) }),
    ...(read !== null && { parametersRead: read }),
    ...(standings !== undefined && { standings }),
  };
}

function standingsIn(answer: HarnessAnswer): readonly number[] | undefined {
  const { standings } = answer;
  return Array.isArray(standings) ? standings.map(Number) : undefined;
}

/** Metrics under our own names where the harness has them, else made of LEAN's statistics. */
function metricsIn(answer: HarnessAnswer): Metrics | null {
  const own = answer['metrics'];
  if (own !== undefined) {
    const numbers = Object.entries(fieldsIn(own)).map(([name, value]) => [name, Number(value)]);
    return Object.fromEntries(numbers) as Metrics;
  }
  const values = fieldsIn(answer['values']) as Readonly<Record<string, number>>;
  if (values['portfolioStatistics.totalNetProfit'] === undefined) return null;
  return leanMetrics({
    values,
    statistics: fieldsIn(answer['statistics']) as Readonly<Record<string, string>>,
    orders: numberIn(answer, 'orders') ?? Number.NaN,
    trades: numberIn(answer, 'trades') ?? Number.NaN,
  });
}

/**
 * A strategy that never trades has a result; one that got no data at all has none, though LEAN
 * calls both complete.
 */
function missingData(answer: HarnessAnswer, { setup }: BacktestRequest): string | null {
  const requests = fieldsIn(answer['requests']);
  const failed = numberIn(requests, 'failed') ?? 0;
  if (numberIn(answer, 'orders') !== 0 || failed === 0) return null;
  const succeeded = numberIn(requests, 'succeeded') ?? 0;
  const missing = namesIn(answer['missing']) ?? [];
  // LEAN asks for its benchmark by the hour, whatever the strategy trades: that is nobody's data.
  const benchmark =
    succeeded > 0 && setup.resolution !== 'hour'
      ? missing.filter((path) => path.includes('/hour/')).length
      : 0;
  if (succeeded > failed - benchmark) return null;
  const named = missing.slice(0, 5).join(', ');
  const more = failed > 5 ? ` and ${failed - 5} more` : '';
  return `Cannot backtest without data: LEAN did not find ${named}${more}`;
}

function fieldsIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function numberIn(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}

function namesIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.map(String) : null;
}
