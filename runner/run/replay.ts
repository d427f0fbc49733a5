import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { HistoryBatch, Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { type RecordedLines, type StagePosition, toldOf } from '../pipeline/stage-asks.ts';
import type { StageCheckpoint } from './checkpoint.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { ExhaustiveLines, positionAfter } from './exhaustive-replay.ts';
import {
  type Asked,
  type Duplicates,
  type JournalEntry,
  readJournal,
  type StageEnd,
  type StageStart,
} from './journal.ts';
import { type LineRange, type RejectedLine, visitJsonLines } from './json-lines.ts';
import { EVALUATIONS_FILE } from './symbol-files.ts';
import type { TallyState } from './tally.ts';
import { openWholeRows } from './whole-rows.ts';

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

export interface Replay {
  /** Evaluations of the search by id, none twice; without those of exhaustive stages. */
  readonly evaluations: readonly Evaluation[];
  /** Out-of-sample evaluations, in the order of the file. */
  readonly outOfSample: readonly Evaluation[];
  readonly rejected: readonly (RejectedLine & { readonly file: string })[];
  stage(name: string): StageReplay;
}

export interface ReplayOptions {
  readonly space: Space;
  /** Stages whose evaluations are not held, and whether a later stage may ask for their sets. */
  readonly exhaustive: ReadonlyMap<string, { readonly remembers: boolean }>;
  /** Where to go on, without reading what it covers. */
  readonly checkpoint?: StageCheckpoint | null;
  /** Bytes that the checkpoint covers. */
  readonly covered?: number;
  /** Id of the search's first evaluation; 1 where absent. */
  readonly firstId?: number;
  /** What the study's earlier runs have made, by where it is. */
  readonly study?: ReadonlyMap<string, Told>;
}

/**
 * Reads what a symbol's folder holds. Rebuilds nothing: samplers are made from the histories, or go
 * on after the last set.
 */
export async function replay(folder: string, options?: ReplayOptions): Promise<Replay> {
  const journal = await readJournal(join(folder, 'journal.jsonl'));
  const reading = new Reading(folder, journal.entries, options);
  const rejected = await reading.read();
  return {
    evaluations: reading.sorted(),
    outOfSample: reading.outOfSample,
    rejected: [
      ...rejected.map((line) => ({ ...line, file: EVALUATIONS_FILE })),
      ...journal.rejected.map((line) => ({ ...line, file: 'journal.jsonl' })),
    ],
    stage: (name) => reading.stage(name),
  };
}

/** The lines of a folder while they are read, and what they come to. */
class Reading {
  readonly outOfSample: Evaluation[] = [];
  readonly #folder: string;
  readonly #journal: readonly JournalEntry[];
  readonly #options: ReplayOptions | undefined;
  readonly #evaluations = new Map<number, Evaluation>();
  readonly #exhaustive = new Map<string, ExhaustiveLines>();
  #byStage: Map<string, Evaluation[]> | undefined;

  constructor(
    folder: string,
    journal: readonly JournalEntry[],
    options: ReplayOptions | undefined,
  ) {
    this.#folder = folder;
    this.#journal = journal;
    this.#options = options;
    for (const [name, { remembers }] of options?.exhaustive ?? []) {
      const first = this.#firstId(name);
      const space = options?.space as Space;
      this.#exhaustive.set(name, new ExhaustiveLines(first, space, remembers));
    }
  }

  async read(): Promise<RejectedLine[]> {
    const { checkpoint } = this.#options ?? {};
    if (checkpoint == null) return await this.#visit({});
    const early = await this.#visit({ end: checkpoint.start });
    return [...early, ...(await this.#visit({ start: checkpoint.from }))];
  }

  sorted(): Evaluation[] {
    return [...this.#evaluations.values()].sort((a, b) => a.id - b.id);
  }

  stage(name: string): StageReplay {
    const entries = this.#journal.filter((entry) => entry.stage === name);
    const facts: StageFacts = {
      start: entries.find((entry) => entry.t === 'stage_start'),
      end: entries.findLast((entry) => entry.t === 'stage_end') ?? null,
      duplicates: new Map(
        entries.filter((entry) => entry.t === 'duplicates').map((entry) => [entry.batch, entry]),
      ),
      answer: (ref) =>
        typeof ref === 'string' ? this.#options?.study?.get(ref) : this.#evaluations.get(ref),
    };
    const lines = this.#exhaustive.get(name);
    if (lines !== undefined) return this.#exhaustiveStage(lines, facts, name);
    this.#byStage ??= Map.groupBy(this.sorted(), (evaluation) => evaluation.stage);
    const asks = entries.filter((entry) => entry.t === 'asked');
    const own = this.#byStage.get(name) ?? [];
    return asks.length > 0 ? askedStage(own, facts, asks) : stageReplay(own, facts);
  }

  #exhaustiveStage(lines: ExhaustiveLines, facts: StageFacts, name: string): StageReplay {
    const { start, end, duplicates, answer } = facts;
    const checkpoint = this.#checkpointOf(name);
    const earlier = (ref: number | string) => answer(ref)?.params;
    const from =
      checkpoint?.position ??
      (start === undefined ? START : positionAfter({ lines, end, duplicates, earlier }));
    const tally = lines.tally.state;
    return {
      start,
      end,
      history: [],
      told: [],
      made: from.made,
      loose: lines,
      looseLines: [],
      looseCount: tally.evaluations - from.made,
      journaled: new Set(duplicates.keys()),
      exhaustive: { from, tally, lines, checkpoint },
    };
  }

  #checkpointOf(name: string): StageCheckpoint | null {
    const { checkpoint } = this.#options ?? {};
    return checkpoint?.stage === name ? checkpoint : null;
  }

  #firstId(name: string): number {
    const start = this.#journal.find((entry) => entry.t === 'stage_start' && entry.stage === name);
    const first = start?.t === 'stage_start' ? start.first_id : (this.#options?.firstId ?? 1);
    return first + (this.#checkpointOf(name)?.position.made ?? 0);
  }

  async #visit(range: LineRange): Promise<RejectedLine[]> {
    const { checkpoint, covered = 0 } = this.#options ?? {};
    const counted = checkpoint == null ? () => false : isIn(checkpoint.loose);
    if (checkpoint != null && range.start === checkpoint.from) {
      this.#exhaustive.get(checkpoint.stage)?.tally.merge(checkpoint.tally);
    }
    using rows = openWholeRows(this.#folder);
    return await visitJsonLines(join(this.#folder, EVALUATIONS_FILE), {
      parse: parseEvaluation,
      range,
      visit: (line, offset) => {
        if (line.is_oos) this.outOfSample.push(line);
        else if (rows.has(line.id)) this.#take(line, offset, offset < covered && counted(line.id));
      },
    });
  }

  #take(line: Evaluation, offset: number, isCounted: boolean): void {
    const lines = this.#exhaustive.get(line.stage);
    if (lines !== undefined) lines.add(line, offset, isCounted);
    else if (!this.#evaluations.has(line.id)) this.#evaluations.set(line.id, line);
  }
}

const START: StagePosition = { batches: 0, made: 0, duplicates: 0, after: null };

function isIn(ranges: StageCheckpoint['loose']): (id: number) => boolean {
  return (id) => ranges.some(([first, last]) => id >= first && id <= last);
}

/** The same files with every sampler to be asked again from its first batch. */
export function withoutHistories(past: Replay): Replay {
  return {
    ...past,
    stage(name) {
      const stage = past.stage(name);
      if (stage.exhaustive !== undefined) {
        const { exhaustive, made, looseCount } = stage;
        const looseAll = made + looseCount;
        return {
          ...stage,
          made: 0,
          looseCount: looseAll,
          exhaustive: { ...exhaustive, from: START },
        };
      }
      const all = [...stage.told, ...stage.looseLines];
      return { ...stage, history: [], told: [], made: 0, ...looseOf(all) };
    },
  };
}

interface StageFacts {
  readonly start: StageStart | undefined;
  readonly end: StageEnd | null;
  readonly duplicates: ReadonlyMap<number, Duplicates>;
  readonly answer: Answer;
}

/** The evaluation that a repeat was answered from; undefined where its line is lost. */
type Answer = (ref: number | string) => Told | undefined;

function stageReplay(lines: readonly Evaluation[], facts: StageFacts): StageReplay {
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

/** All its lines count as made once it has ended; until then they may be parts of open batches. */
function askedStage(
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

function looseOf(
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
