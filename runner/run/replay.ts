import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import type { StagePosition } from '../pipeline/stage-position.ts';
import type { StageCheckpoint } from './checkpoint.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { ExhaustiveLines, positionAfter } from './exhaustive-replay.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import { type LineRange, type RejectedLine, visitJsonLines } from './json-lines.ts';
import {
  askedStage,
  looseOf,
  type StageFacts,
  type StageReplay,
  stageReplay,
} from './stage-replay.ts';
import { EVALUATIONS_FILE } from './symbol-files.ts';
import { openWholeRows } from './whole-rows.ts';

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

/** What a line begins with. */
const HEAD = /^\{"v":1,"id":(\d+),"stage":"([^"\\]*)"/;
/** Holdouts bear the numbers of those that they are of. */
const SEARCHED = ',"is_oos":false,';

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
      parse: (line) => (this.#isTold(line) ? null : parseEvaluation(line)),
      range,
      visit: (line, offset) => {
        if (line === null) return;
        if (line.is_oos) this.outOfSample.push(line);
        else if (rows.has(line.id)) this.#take(line, offset, offset < covered && counted(line.id));
      },
    });
  }

  /** Whether a line is of a batch that the checkpoint counts as told: most of those after `from` are. */
  #isTold(line: string): boolean {
    const { checkpoint } = this.#options ?? {};
    const [, id, stage] = (checkpoint && HEAD.exec(line)) ?? [];
    if (stage === undefined || stage !== checkpoint?.stage) return false;
    const first = this.#exhaustive.get(stage)?.first ?? 0;
    return Number(id) < first && line.includes(SEARCHED);
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
