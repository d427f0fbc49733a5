import { messageOf } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { writeMatrix } from '../run/matrix-file.ts';
import { backtestMatrix, type MatrixKit } from '../run/symbol-matrix.ts';
import { refusal } from './problem.ts';
import type { RouteServices } from './services.ts';

export interface MatrixOrder {
  readonly record: RunRecord;
  readonly job: Job;
  readonly kit: MatrixKit;
}

/** Matrices that are being made, one at a time: they take the cores of the runs. */
export interface MatrixTasks {
  /** @throws HTTPException 409 while another is being made */
  begin(order: MatrixOrder): void;
  progress(run: string): { readonly done: number; readonly total: number } | null;
  /** Why the last one of this run failed; null where it did not, or was given up by hand. */
  error(run: string): string | null;
  /** Returns false where none of this run is being made; else when it has let go of everything. */
  cancel(run: string): Promise<boolean>;
}

interface Task {
  readonly run: string;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  done: number;
  total: number;
}

export function createMatrixTasks({
  store,
  report,
  closing,
}: Pick<RouteServices, 'store' | 'report' | 'closing'>): MatrixTasks {
  let task: Task | null = null;
  const errors = new Map<string, string>();

  async function make({ record, job, kit }: MatrixOrder, signal: AbortSignal): Promise<void> {
    try {
      const matrix = await backtestMatrix({
        ...kit,
        record,
        job,
        signal,
        progress(done, total) {
          if (task !== null) Object.assign(task, { done, total });
        },
      });
      await writeMatrix(store.folder(record.id), matrix);
    } catch (error) {
      if (signal.aborted) return;
      errors.set(record.id, messageOf(error));
      report(error instanceof Error ? error : new Error(String(error)));
    } finally {
      task = null;
    }
  }

  return {
    begin(order) {
      const { id } = order.record;
      if (task !== null) {
        const whose = task.run === id ? 'of this run' : `of run ${task.run}`;
        throw refusal(409, `A matrix ${whose} is being made: try again when it is done`);
      }
      errors.delete(id);
      const controller = new AbortController();
      const signals = closing === undefined ? [] : [closing];
      const begun = Promise.withResolvers<void>();
      task = { run: id, controller, ended: begun.promise, done: 0, total: 0 };
      void make(order, AbortSignal.any([controller.signal, ...signals])).finally(begun.resolve);
    },
    progress: (run) => (task?.run === run ? { done: task.done, total: task.total } : null),
    error: (run) => errors.get(run) ?? null,
    async cancel(run) {
      if (task?.run !== run) return false;
      const { controller, ended } = task;
      controller.abort(new Error('Given up'));
      await ended;
      return true;
    },
  };
}
