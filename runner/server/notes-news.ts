import type { Catalog } from '../run/catalog.ts';
import type { Message } from './event-stream.ts';
import { annotationsView, summaryNotes } from './runs-routes.ts';
import type { NotesEvent } from './views.ts';

/**
 * What people noted since the last hand-over, as it is by then: `annotations` of runs and, where
 * all are listened to, `study` with the name of one whose notes changed, and `moved` where runs were
 * deleted or brought back.
 *
 * @param only the one run to listen to
 */
export function createNotesNews(
  catalog: Catalog,
  wake: () => void,
  only?: string,
): { take(): readonly Message[]; close(): void } {
  const runs = new Set<string>();
  const studies = new Set<string>();
  let moved = false;
  const close = catalog.subscribe((changed) => {
    if (only !== undefined && !('run' in changed && changed.run === only)) return;
    if ('run' in changed) runs.add(changed.run);
    else if ('study' in changed) studies.add(changed.study);
    else moved = true;
    wake();
  });

  const view = (run: string): object => {
    const own = catalog.of(run);
    if (only !== undefined) return annotationsView(own);
    return { run, ...summaryNotes(own) } satisfies NotesEvent;
  };

  return {
    close,
    take() {
      const messages = [
        ...[...runs].map((run) => ({ event: 'annotations', data: view(run) })),
        ...[...studies].map((study) => ({ event: 'study', data: { study } })),
        ...(moved ? [{ event: 'moved', data: {} }] : []),
      ];
      moved = false;
      runs.clear();
      studies.clear();
      return messages;
    },
  };
}
