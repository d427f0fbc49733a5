import type { Evaluation } from '../domain/evaluation.ts';
import type { HistoryBatch, Told } from '../domain/sampler.ts';
import type { RecordedLines } from '../pipeline/stage-asks.ts';
import type { StagePosition } from '../pipeline/stage-position.ts';
import { toldOf } from '../pipeline/told-of.ts';
import type { StageCheckpoint } from './checkpoint.ts';
import type { ExhaustiveLines } from './exhaustive-replay.ts';
import type { Asked, Duplicates, StageEnd, StageStart } from './journal.ts';
import type { TallyState } from './tally.ts';

/** What the files of a symbol say about a stage. */
export interface StageReplay {
  /** Its start; undefined where the stage was not begun. */
  readonly start: StageStart | undefined;
  /** Its last end; the stage may have gone on since, under a larger budget. */
  readonly end: StageEnd | null;
  /** The batches that are known whole, oldest first; empty for an exhaustive stage. */
  readonly history: readonly HistoryBatch[];
  /** The evaluations within the history, by id; empty for an exhaustive stage. */
  readonly told: readonly Evaluation[];
  /** Evaluations within the batches that are known whole. */
  readonly made: number;
  /** The evaluations after them: parts of batches that were in flight. */
  readonly loose: RecordedLines;
  readonly looseLines: readonly Evaluation[];
  readonly looseCount: number;
  /** Batches whose duplicates are in the journal. */
  readonly journaled: ReadonlySet<number>;
  /** Only of an exhaustive stage. */
  readonly exhaustive?: ExhaustiveReplay;
  /** Only of an asynchronous stage. */
  readonly asked?: AskedReplay;
}

/** An asynchronous stage is asked again as it was; which of its batches are whole does not matter. */
export interface AskedReplay {
  readonly asks: readonly Asked[];
  readonly lines: RecordedLines;
}

/** What stands for the evaluations of a stage that are too many to hold. */
export interface ExhaustiveReplay {
  readonly from: StagePosition;
  readonly tally: TallyState;
  /** Ids from here on were read back, all those before are covered by the checkpoint. */
  readonly lines: ExhaustiveLines;
  /** Its own copy of what the checkpoint says; null where all lines were read. */
  readonly checkpoint: StageCheckpoint | null;
}

/** What the journal says of a stage. */
export interface StageFacts {
  readonly start: StageStart | undefined;
  readonly end: StageEnd | null;
  readonly duplicates: ReadonlyMap<number, Duplicates>;
  readonly answer: Answer;
}

/** The evaluation that a repeat was answered from; undefined where its line is lost. */
type Answer = (ref: number | string) => Told | undefined;

/** Puts a stage together from its lines. */
export function stageReplay(lines: readonly Evaluation[], facts: StageFacts): StageReplay {
  const { start, end, duplicates, answer } = facts;
  const unbroken = start === undefined ? 0 : wholeBatches(start.first_id, lines, end);
  const whole = answeredBatches(unbroken, duplicates, answer);
  const told = lines.filter((line) => line.batch < whole);
  return {
    start,
    end,
    history: historyOf(whole, told, { duplicates, answer }),
    told,
    made: told.length,
    ...looseOf(lines.filter((line) => line.batch >= whole)),
    journaled: new Set(duplicates.keys()),
  };
}

/**
 * An asynchronous one. All its lines count as made once it has ended; until then they may be parts of
 * open batches.
 */
export function askedStage(
  lines: readonly Evaluation[],
  { start, end }: StageFacts,
  asks: readonly Asked[],
): StageReplay {
  const ended = end !== null && lines.length >= end.evaluations;
  const told = ended ? lines : [];
  return {
    start,
    end,
    history: [],
    told,
    made: told.length,
    ...looseOf(ended ? [] : lines),
    journaled: new Set(),
    asked: { asks, lines: new Map(lines.map((line) => [line.id, line])) },
  };
}

export function looseOf(
  lines: readonly Evaluation[],
): Pick<StageReplay, 'loose' | 'looseLines' | 'looseCount'> {
  const loose = new Map(lines.map((line) => [line.id, line]));
  return { loose, looseLines: lines, looseCount: lines.length };
}

/**
 * How many batches from the first are surely whole. Ids follow the order of asking, so every batch
 * before that of the last id without a gap is; that one itself may have been cut, unless the stage
 * ended with it.
 */
function wholeBatches(firstId: number, lines: readonly Evaluation[], end: StageEnd | null): number {
  const gap = lines.findIndex((line, index) => line.id !== firstId + index);
  const gapless = gap < 0 ? lines : lines.slice(0, gap);
  const last = gapless.at(-1);
  const unbroken = last?.batch ?? 0;
  if (end === null || (last?.id ?? firstId - 1) < end.last_id) return unbroken;
  return Math.max(unbroken, end.batches);
}

/** A repeat whose answer was on a line that is lost makes its batch and all later ones unsure. */
function answeredBatches(
  batches: number,
  duplicates: ReadonlyMap<number, Duplicates>,
  answer: Answer,
): number {
  const lost = [...duplicates.values()].filter(({ of }) =>
    of.some(([, ref]) => answer(ref) === undefined),
  );
  return lost.reduce((first, { batch }) => Math.min(first, batch), batches);
}

type Answers = Pick<StageFacts, 'duplicates' | 'answer'>;

/** Puts each batch together again: its evaluations in order of id, its repeats at their index. */
function historyOf(batches: number, told: readonly Evaluation[], answers: Answers): HistoryBatch[] {
  const byBatch = Map.groupBy(told, (line) => line.batch);
  return Array.from({ length: batches }, (_, batch) => {
    const fresh = (byBatch.get(batch) ?? []).map(toldOf);
    const repeats = new Map(answers.duplicates.get(batch)?.of ?? []);
    const length = fresh.length + repeats.size;
    let next = 0;
    return Array.from({ length }, (_, index): Told => {
      const repeated = repeats.get(index);
      if (repeated === undefined) return fresh[next++] as Told;
      return toldOf(answers.answer(repeated) as Told);
    });
  });
}
