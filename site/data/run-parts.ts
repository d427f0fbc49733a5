import { ApiError, api } from './api.ts';
import { describe } from './describe-error.ts';
import { jobsApi } from './jobs-api.ts';
import type { RunParts, SharedSnapshot } from './run-snapshot.ts';

/** Asks for the run itself. @returns whether there is one to ask more of */
export async function fetchRecord(shared: SharedSnapshot, signal: AbortSignal): Promise<boolean> {
  try {
    const { record, job, file } = await api.run(shared.get().id, signal);
    if (file !== undefined) shared.change({ file });
    if (shared.get().isBroken) shared.change({ isBroken: false });
    shared.changeRecord(record, job);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    const status = error instanceof ApiError ? error.status : null;
    const [isMissing, isBroken] = [status === 404, status === 422];
    shared.change({ problem: describe(error), isMissing, isBroken });
    return false;
  }
}

/** Asks for all parts at once; each is shown as it comes, and one that fails holds up no other. */
export async function fetchParts(shared: SharedSnapshot, signal: AbortSignal): Promise<void> {
  const { id, symbol, job } = shared.get();
  shared.change({ failed: {} });
  const show = async <Name extends keyof RunParts>(
    name: Name,
    asked: Promise<RunParts[Name]>,
  ): Promise<void> => {
    try {
      shared.change({ [name]: await asked });
    } catch (error) {
      if (signal.aborted) return;
      shared.change({ failed: { ...shared.get().failed, [name]: describe(error) } });
    }
  };
  const parts = [
    show(
      'log',
      api.log(id, signal).then(({ lines }) => lines),
    ),
    show('annotations', jobsApi.annotations(id)),
  ];
  if (symbol !== null) {
    const { folder } = symbol;
    parts.push(
      show('points', api.points(id, folder, signal)),
      show(
        'top',
        api.top(id, folder, signal).then(({ rows }) => rows),
      ),
      show('best', api.best(id, folder, signal, { benchmark: true })),
    );
    if (job?.objectives) parts.push(show('front', api.front(id, folder, signal)));
  }
  await Promise.all(parts);
}
