import type { Executor, SlotWork } from '../domain/executor.ts';
import type { RunListener, SlotActivity } from '../domain/run-event.ts';

/** People who watch see a second; telling it more often would only cost. */
const EVERY_MS = 1_000;

/** Tells once a second what an executor's slots are at, until it is disposed. */
export function tellSlots(executor: Executor, run: string, emit: RunListener): Disposable {
  const tell = (): void => {
    const busy = executor.busy?.();
    if (busy === undefined) return;
    emit({ type: 'slots', run, count: executor.slots, busy: busy.map(activityOf) });
  };
  const timer = setInterval(tell, EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function activityOf({ slot, since, request, behind }: SlotWork): SlotActivity {
  return {
    slot,
    symbol: request?.setup.symbol ?? '',
    evaluation: request?.evaluation ?? null,
    params: request?.params ?? {},
    seconds: Math.max(0, Date.now() - since) / 1000,
    behind,
  };
}
