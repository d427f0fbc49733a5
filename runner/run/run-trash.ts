import { openStudyTrash } from './study-trash.ts';

/** Single runs that were deleted; they lie in the trash beside deleted studies. */
export interface RunTrash {
  /** Moves a run's folder there. */
  put(run: string, name: string): Promise<{ readonly deleted_at: string }>;
  /**
   * Moves it back; null where it is not there.
   * @throws Error where a run of that id is there again
   */
  restore(run: string): Promise<{ readonly name: string; readonly deleted_at: string } | null>;
}

export function openRunTrash(root: string): RunTrash {
  const trash = openStudyTrash(root);
  return {
    put: (run, name) => trash.put({ kind: 'run', name, title: null, runs: [run], notes: null }),
    async restore(run) {
      const found = (await trash.list()).find(
        ({ kind, runs }) => kind === 'run' && runs.includes(run),
      );
      if (found === undefined) return null;
      await trash.restore(found);
      return { name: found.name, deleted_at: found.deleted_at };
    },
  };
}
