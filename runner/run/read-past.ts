import type { Job } from '../domain/job.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type Replay, type ReplayOptions, replay, withoutHistories } from './replay.ts';
import { isForgotten } from './search-symbol.ts';
import type { KnownEvaluation } from './study-history.ts';

export interface PastOptions {
  readonly symbol: string;
  readonly job: Pick<Job, 'pruning'>;
  readonly plan: SearchPlan;
  readonly firstId: number;
  /** What was read of the study's earlier runs. */
  readonly known: readonly KnownEvaluation[];
  readonly time: SlotAccount;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/**
 * Reads what earlier sessions left of a search, from where a checkpoint spares it. What cannot be read
 * is said in the log.
 */
export async function readPast(
  folder: string,
  checkpoint: Checkpoint | null,
  options: PastOptions,
): Promise<Replay> {
  const { symbol, time, log } = options;
  const usable = checkpoint === null ? null : stageCheckpointFor(checkpoint, options);
  const past = await time.during(
    'journal',
    replay(folder, { ...replayOptions(options), ...(usable !== null && usable) }),
  );
  for (const { file, line, reason } of past.rejected) {
    log('warn', `${symbol}/${file} line ${line} was set aside: ${reason}`);
  }
  // A line that the journal lost may have held a batch's repeats: its history would lack them.
  const unsure = past.rejected.some(({ file }) => file === 'journal.jsonl');
  if (!unsure) return past;
  const all = usable === null ? past : await replay(folder, replayOptions(options));
  return withoutHistories(all);
}

/** How a search's files are read, all of them. */
export function replayOptions({ plan, job, firstId, known }: PastOptions): ReplayOptions {
  const { space, stages } = plan;
  const enabled = stages.filter((stage) => stage.enabled);
  const exhaustive = enabled
    .filter((stage) => stage.factory.exhaustive === true && space.pointOf !== undefined)
    .map((stage) => {
      // Where backtests are pruned, how those before them stood must be known.
      const remembers = job.pruning !== undefined || !isForgotten(stage, enabled);
      return [stage.name, { remembers }] as const;
    });
  const study = new Map(known.map((evaluation) => [evaluation.from, evaluation]));
  return { space, exhaustive: new Map(exhaustive), firstId, study };
}

/** What a checkpoint spares the reader; null where the stage's lines are all needed. */
function stageCheckpointFor(
  { stage, bytes }: Checkpoint,
  options: PastOptions,
): Pick<ReplayOptions, 'checkpoint' | 'covered'> | null {
  const known = replayOptions(options).exhaustive.get(stage?.stage ?? '');
  return known?.remembers === false ? { checkpoint: stage, covered: bytes } : null;
}
