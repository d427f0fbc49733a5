import type { Evaluation } from '../domain/evaluation.ts';
import { type AskedBatch, recordedAsk } from '../pipeline/asked-batch.ts';
import type { Recorder } from '../pipeline/drive-options.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import type { RowListener } from './columns-file.ts';
import type { OpenBatches } from './open-batches.ts';
import type { SymbolFiles, Written } from './symbol-files.ts';

/** Lines held back at most, so that memory stays flat under a fast executor. */
const MOST_BUFFERED = 1_000;

export interface EvaluationRecorderOptions {
  readonly files: SymbolFiles;
  readonly stage: string;
  readonly time: SlotAccount;
  /** Batches whose duplicates the journal holds already. */
  readonly journaled: ReadonlySet<number>;
  /** Told of every row that goes to the columns. */
  readonly listener?: RowListener | undefined;
  /** Where the lines of batches that are not told are noted. */
  readonly open: OpenBatches;
  /** Told after the lines are written. */
  readonly written: (evaluations: readonly Evaluation[]) => void;
  /** Told when a write failed; the stage must end then. */
  readonly failed: (error: unknown) => void;
}

/**
 * Writes evaluations as they end: those that end in one turn of the event loop go out in one write.
 */
export function createEvaluationRecorder(options: EvaluationRecorderOptions): Recorder {
  const { files, stage, time, journaled, listener, open, written, failed } = options;
  let buffer: Written[] = [];
  let scheduled = false;

  const flush = (): void => {
    if (buffer.length === 0) return;
    const rows = buffer;
    buffer = [];
    time.busy('journal', () => {
      const offset = files.bytes;
      files.evaluations(rows, listener);
      for (const { evaluation } of rows) open.add(evaluation.batch, evaluation.id, offset);
      written(rows.map(({ evaluation }) => evaluation));
    });
  };

  return {
    evaluation(evaluation, { outcome, point }) {
      buffer.push({ evaluation, outcome, point });
      if (buffer.length >= MOST_BUFFERED) return flush();
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        try {
          flush();
        } catch (error) {
          failed(error);
        }
      });
    },
    duplicates(batch: AskedBatch) {
      if (journaled.has(batch.number)) return;
      time.busy('journal', () =>
        files.journal({ t: 'duplicates', stage, batch: batch.number, of: batch.duplicates }),
      );
    },
    asked(batch, when) {
      time.busy('journal', () => files.journal({ t: 'asked', stage, ...recordedAsk(batch, when) }));
    },
    flush,
  };
}
