import type { Catalog } from '../run/catalog.ts';
import type { Message } from './event-stream.ts';
import { annotationsView, summaryNotes } from './runs-routes.ts';
import type { NotesEvent, StudyEvent } from './views.ts';

/**
 * What people noted since the last hand-over, as it is by then: `annotations` of runs and, where
 * all are listened to, `study` with name and title of one whose notes changed; `moved` where any run
 * was deleted or brought back.
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
    if ('moved' in changed) moved = true;
    else if ('run' in changed && (only ?? changed.run) === changed.run) runs.add(changed.run);
    else if ('study' in changed && only === undefined) studies.add(changed.study);
    else return;
    wake();
  });

  const view = (run: string): object => {
    const own = catalog.of(run);
    if (only !== undefined) return annotationsView(own);
    return { run, ...summaryNotes(own) } satisfies NotesEvent;
  };

  const titled = (study: string): StudyEvent => {
    return { study, title: catalog.studies.all().get(study)?.title ?? null };
  };

  return {
    close,
    take() {
      const messages = [
        ...[...runs].map((run) => ({ event: 'annotations', data: view(run) })),
        ...[...studies].map((study) => ({ event: 'study', data: titled(study) })),
        ...(moved ? [{ event: 'moved', data: {} }] : []),
      ];
      moved = false;
      runs.clear();
      studies.clear();
      return messages;
    },
  };
}
