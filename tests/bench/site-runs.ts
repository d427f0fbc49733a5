import { setTimeout as sleep } from 'node:timers/promises';
import { durationText } from '../../runner/domain/number-text.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';

const LOOK_MS = 250;
const TELL_MS = 10_000;

/** The id of the run of a name once it is in a state; how far it is is told on the way. */
export async function runOf(url: string, name: string, state: string): Promise<string> {
  let toldAt = performance.now();
  for (;;) {
    const answer = await (await fetch(`${url}/api/runs`)).json();
    const { runs } = answer as { readonly runs: readonly RunRecord[] };
    const run = runs.find((one) => one.name === name);
    if (run?.state === 'failed') throw new Error(`Cannot bench the site: run ${run.id} failed`);
    if (run?.state === state) return run.id;
    if (run?.state === 'complete') throw new Error(`Cannot bench the site: run ${run.id} is over`);
    if (run !== undefined && performance.now() - toldAt > TELL_MS) {
      toldAt = performance.now();
      console.log(`  making the run of ${name}: ${progressOf(run)}`);
    }
    await sleep(LOOK_MS);
  }
}

function progressOf({ symbols, planned_evaluations: planned, seconds }: RunRecord): string {
  const made = symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
  const so = `${made.toLocaleString('en')} of ${planned?.toLocaleString('en') ?? 'many'}`;
  if (made === 0 || planned === null) return so;
  const left = ((planned - made) * seconds) / made;
  return `${so}, ETA ${durationText(Math.max(0, left))}`;
}
