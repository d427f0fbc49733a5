import { join } from 'node:path';
import { fitnesses } from '../../runner/fitness/index.ts';
import { planSearch } from '../../runner/pipeline/plan.ts';
import { createSlotClock } from '../../runner/pipeline/slot-clock.ts';
import { runSymbol } from '../../runner/run/run-symbol.ts';
import { samplers } from '../../runner/samplers/index.ts';
import { aJob, aStage } from '../fixtures/a-job.ts';
import { createInstantExecutor } from '../fixtures/instant-executor.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** What asking, dedup, scoring, journal, record and telling add to each evaluation. */
export async function benchPipeline(): Promise<void> {
  const space = { name: 'x', type: 'int', min: 1, max: 1_000 } as const;
  for (const { chunk, evaluations } of [
    { chunk: 1, evaluations: 20_000 },
    { chunk: 1_000, evaluations: 200_000 },
  ]) {
    using folder = temporaryFolder();
    const job = aJob({
      parameters: [space, { ...space, name: 'y' }],
      rules: [],
      stages: [aStage('grid', { samples: evaluations, shuffle: true })],
      slots: 1,
      budget: { evaluations },
    });
    const executor = createInstantExecutor({ slots: 1, chunk });
    using time = createSlotClock(executor).open();
    const started = performance.now();
    await runSymbol({
      runFolder: join(folder.path, 'run'),
      symbol: 'SPY',
      job,
      plan: planSearch(job, samplers),
      executor,
      time,
      fitnesses,
      requestId: counter(),
      drain: new AbortController().signal,
      abort: new AbortController().signal,
      progress: () => {},
      evaluated: () => {},
      best: () => {},
      log: () => {},
    });
    const micros = ((performance.now() - started) * 1000) / evaluations;
    console.log(
      `chunk of ${chunk}: ${micros.toFixed(1)} µs an evaluation (${evaluations} evaluations)`,
    );
  }
}

function counter(): () => number {
  let last = 0;
  return () => ++last;
}
