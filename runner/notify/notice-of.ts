import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { Notice, NoticeField, NoticeKind } from '../domain/notice.ts';
import { countText, durationText, rateText, valueText } from '../domain/number-text.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { RunRecord, StageProgress, SymbolProgress } from '../domain/run-record.ts';

/** What of the run the notice is about; the run as a whole where all is absent. */
export interface NoticeSubject {
  readonly symbol?: SymbolProgress;
  readonly stage?: StageProgress;
  readonly evaluation?: Evaluation;
}

interface Moment extends NoticeSubject {
  /** Made so far, over all symbols. */
  readonly evaluations: number;
  readonly url: string | null;
}

/** How many symbols a notice lists before it only counts the others. */
const SYMBOLS_SHOWN = 10;

/** What a notice of this kind says of a run. */
export function noticeOf(kind: NoticeKind, record: RunRecord, moment: Moment): Notice {
  const title = titleOf(kind, record, moment);
  const { url } = moment;
  const lines = [
    ...(kind === 'failure' && record.reason !== null ? [record.reason] : []),
    ...bestLines(record, moment),
    paceLine(record, moment.evaluations),
    ...(url === null ? [] : [url]),
  ];
  const values = valuesOf(kind, record, moment);
  return { kind, title, lines, values: { ...values, title }, at: new Date().toISOString() };
}

function titleOf(kind: NoticeKind, { name, state, reason }: RunRecord, moment: Moment): string {
  const { symbol, stage, evaluation, evaluations } = moment;
  const where = symbol === undefined ? '' : ` on ${symbol.symbol}`;
  const title: Readonly<Record<NoticeKind, string>> = {
    start: `${name} starts`,
    progress: `${name}: ${countText(evaluations)} evaluations`,
    best: `${name}: best${where} is ${valueText(evaluation?.fitness ?? Number.NaN)}`,
    stage: `${name}: stage ${stage?.name} is complete${where}`,
    finish: `${name} is ${state}${reason === null ? '' : ` (${reason})`}`,
    failure: state === 'paused' ? `${name} is paused` : `${name} has failed`,
  };
  return `leantune: ${title[kind]}`;
}

function bestLines({ symbols }: RunRecord, { symbol, evaluation }: Moment): string[] {
  if (evaluation !== undefined) return [evaluationLine(symbol?.symbol ?? '', evaluation)];
  const shown = symbol === undefined ? symbols : [symbol];
  const lines = shown
    .slice(0, SYMBOLS_SHOWN)
    .map(({ symbol: ticker, best }) =>
      best === null ? `${ticker}: no valid set yet` : evaluationLine(ticker, best),
    );
  const more = shown.length - lines.length;
  return more > 0 ? [...lines, `and ${countText(more)} symbols more`] : lines;
}

function evaluationLine(ticker: string, evaluation: Evaluation): string {
  const metric = (name: string, unit = ''): string => {
    const value = metricOf(evaluation, name);
    return value === undefined ? '' : `, ${name} ${valueText(value)}${unit}`;
  };
  const figures = `${metric('net_pnl', ' %')}${metric('max_drawdown', ' %')}${metric('trade_count')}`;
  const { id, fitness, params } = evaluation;
  return `${ticker} #${id}: ${valueText(fitness)}${figures}; ${paramsText(params)}`;
}

function paramsText(params: ParameterSet): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function paceLine(record: RunRecord, evaluations: number): string {
  const planned = record.planned_evaluations;
  const of = planned === null ? '' : ` of at most ${countText(planned)}`;
  const rate = record.evaluations_per_second;
  const pace = rate === null ? '' : `, ${rateText(rate)}`;
  return `${countText(evaluations)}${of} evaluations in ${durationText(record.seconds)}${pace}`;
}

type Values = Partial<Record<NoticeField, string | number | null | undefined>>;

function valuesOf(kind: NoticeKind, record: RunRecord, moment: Moment): Notice['values'] {
  const values: Values = {
    kind,
    ...runValues(record, moment.evaluations),
    symbol: moment.symbol?.symbol,
    stage: moment.stage?.name,
    url: moment.url,
    ...evaluationValues(moment.evaluation ?? bestOf(record, moment.symbol)),
  };
  const known = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && !Number.isNaN(value),
  );
  return Object.fromEntries(known) as Notice['values'];
}

function runValues(record: RunRecord, evaluations: number): Values {
  const { planned_evaluations: planned, evaluations_per_second: rate } = record;
  const left = planned === null || !rate ? null : (planned - evaluations) / rate;
  return {
    run: record.id,
    name: record.name,
    study: record.study,
    state: record.state,
    reason: record.reason,
    evaluations,
    planned,
    rate: rate === null ? null : rateText(rate),
    elapsed: durationText(record.seconds),
    eta: left === null ? null : durationText(Math.max(0, left)),
  };
}

function evaluationValues(evaluation: Evaluation | null): Values {
  if (evaluation === null) return {};
  const of = (name: string): number | undefined => metricOf(evaluation, name);
  return {
    id: evaluation.id,
    fitness: Number.isFinite(evaluation.fitness) ? evaluation.fitness : String(evaluation.fitness),
    net_pnl: of('net_pnl'),
    max_drawdown: of('max_drawdown'),
    trade_count: of('trade_count'),
    sharpe_ratio: of('sharpe_ratio'),
    params: paramsText(evaluation.params),
  };
}

/** The symbol's best, or the one symbol's of the run: bests of several cannot be compared. */
function bestOf({ symbols }: RunRecord, symbol: SymbolProgress | undefined): Evaluation | null {
  const only = symbol ?? (symbols.length === 1 ? symbols[0] : undefined);
  return only?.best ?? null;
}
