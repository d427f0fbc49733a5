import { join } from 'node:path';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { aJob, aStage } from '../fixtures/a-job.ts';
import { createFakeExecutor } from '../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** Searches to break. */
export const searches = {
  'of samplers that learn': aJob({
    parameters: [
      { name: 'fast', type: 'int', min: 1, max: 12 },
      { name: 'slow', type: 'int', min: 1, max: 15 },
    ],
    rules: [],
    stages: [
      aStage('drawing', { samples: 20, batch: 7 }),
      aStage('climbing', { samples: 20, batch: 5 }),
    ],
  }),
  'of a grid': aJob({
    parameters: [
      { name: 'fast', type: 'int', min: 1, max: 10 },
      { name: 'slow', type: 'int', min: 1, max: 13 },
    ],
    rules: [],
    stages: [aStage('grid', { shuffle: true })],
  }),
};

/** Fails for some sets, and earns what has no end for others. */
function backtest({ fast, slow }: ParameterSet) {
  const [x, y] = [Number(fast), Number(slow)];
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}: ä🚀`);
  return {
    net_pnl: -((x - 4) ** 2) - (y - 9) ** 2,
    trade_count: 10 + x,
    profit_factor: x === 4 ? Number.POSITIVE_INFINITY : 1 + x / y,
  };
}

export interface Session {
  readonly folder: string;
  readonly job: (typeof searches)[keyof typeof searches];
  /** The process is gone with this backtest. */
  readonly crashAfter?: number;
  readonly warnings?: string[];
}

/** Carries a search out, or on, until it ends or crashes. */
export async function session({ folder, job, crashAfter, warnings = [] }: Session) {
  const crash = new AbortController();
  let made = 0;
  const onBacktest = () => {
    if (++made === crashAfter) crash.abort(new Error('crash'));
  };
  const executor = createFakeExecutor({ backtest, slots: 2, onBacktest });
  const { signal } = crash;
  return await runSymbolOnce({ folder, job, executor, abort: signal, drain: signal, warnings });
}

/** A search that was never broken: its lines, and what it came to. */
export async function unbrokenSearch(job: Session['job']) {
  using folder = temporaryFolder();
  const { progress } = await session({ folder: folder.path, job });
  return { lines: comparableLines(folder.path), figures: progress };
}

/** Crashes half way, lets something befall the files, and goes on to the end. */
export async function goesOn(
  { folder, job, warnings }: Session,
  befalls: (folder: string) => void,
) {
  await session({ folder, job, crashAfter: 31 });
  befalls(folder);
  return await session({ folder, job, ...(warnings && { warnings }) });
}

export const linesFile = (folder: string) => join(folder, 'SPY', 'evaluations.jsonl');

export const checkpointFile = (folder: string) => join(folder, 'SPY', 'checkpoint.json');
