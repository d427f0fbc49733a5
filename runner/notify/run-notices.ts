import type { Evaluation } from '../domain/evaluation.ts';
import type { Notice, NoticeKind } from '../domain/notice.ts';
import type { RunEvent } from '../domain/run-event.ts';
import type { RunRecord, StageProgress, SymbolProgress } from '../domain/run-record.ts';
import { type NoticeSubject, noticeOf } from './notice-of.ts';

/** Called for each notice as it comes up; `key` names what a later one makes out of date. */
export type NoticeListener = (notice: Notice, key: string) => void;

export interface RunNoticesOptions {
  /** The run as it stood before this session. */
  readonly record: RunRecord;
  /** Evaluations between two notices of progress, over all symbols. */
  readonly every: number;
  /** Where people can look, such as `https://desk.example/run/?id=…`; null where unknown. */
  readonly url: string | null;
  readonly tell: NoticeListener;
}

/** Turns what a run says as it goes into notices. Costs a comparison where there is nothing to tell. */
export function createRunNotices(options: RunNoticesOptions): (event: RunEvent) => void {
  const { every, url } = options;
  let record = options.record;
  let state: RunRecord['state'] | null = null;
  let evaluations = sumOf(record);
  const done = new Set(finishedStages(record).map(({ key }) => key));

  const tell = (kind: NoticeKind, key: string, subject: NoticeSubject = {}): void =>
    options.tell(noticeOf(kind, record, { ...subject, evaluations, url }), key);

  const changed = (next: RunRecord): void => {
    record = next;
    evaluations = Math.max(evaluations, sumOf(record));
    for (const { key, symbol, stage } of finishedStages(record)) {
      if (done.has(key)) continue;
      done.add(key);
      tell('stage', `stage ${key}`, { symbol, stage });
    }
    if (record.state === state) return;
    if (state === null && record.state === 'running') tell('start', 'start');
    state = record.state;
    const end = ENDS[state];
    if (end !== undefined) tell(end, state);
  };

  const counted = (made: number): void => {
    const before = Math.floor(evaluations / every);
    evaluations += made;
    if (Math.floor(evaluations / every) > before) tell('progress', 'progress');
  };

  const best = (ticker: string, evaluation: Evaluation): void => {
    record = withBest(record, ticker, evaluation);
    const symbol = record.symbols.find(({ symbol: name }) => name === ticker);
    tell('best', `best ${ticker}`, { evaluation, ...(symbol !== undefined && { symbol }) });
  };

  return (event) => {
    if (event.type === 'record') changed(event.record);
    if (event.type === 'evaluations') counted(event.evaluations.length);
    if (event.type === 'best') best(event.symbol, event.evaluation);
  };
}

const ENDS: Readonly<Partial<Record<RunRecord['state'], NoticeKind>>> = {
  complete: 'finish',
  stopped: 'finish',
  failed: 'failure',
  paused: 'failure',
};

/** Records are told now and then; what is told of the run meanwhile must not pass over its best. */
function withBest(record: RunRecord, ticker: string, best: Evaluation): RunRecord {
  const symbols = record.symbols.map((symbol) =>
    symbol.symbol === ticker ? { ...symbol, best } : symbol,
  );
  return { ...record, symbols };
}

interface FinishedStage {
  readonly key: string;
  readonly symbol: SymbolProgress;
  readonly stage: StageProgress;
}

function finishedStages({ symbols }: RunRecord): FinishedStage[] {
  return symbols.flatMap((symbol) =>
    symbol.stages
      .filter(({ state }) => state === 'complete')
      .map((stage) => ({ key: `${symbol.symbol}/${stage.name}`, symbol, stage })),
  );
}

function sumOf({ symbols }: RunRecord): number {
  return symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
}
