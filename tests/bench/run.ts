import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const EVALUATIONS = 20_000;

/** A whole run as a user starts it: sma-cross on 5,104 daily bars, everything written. */
export async function benchRun(): Promise<void> {
  for (const slots of [1, 2]) {
    using home = temporaryFolder();
    const file = join(home.path, 'job.json');
    writeFileSync(file, JSON.stringify(jobWith(slots)));
    const started = performance.now();
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(root, 'runner/main.ts'), 'optimize', file, '--json'],
      {
        cwd: root,
        env: { ...process.env, LEANTUNE_HOME: home.path },
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
    if (status !== 0) throw new Error(`Cannot bench a run: ${stderr}`);
    const seconds = (performance.now() - started) / 1000;
    const { record } = JSON.parse(stdout) as { record: { seconds: number } };
    console.log(
      `${slots} slots: ${Math.round(EVALUATIONS / record.seconds)} evaluations/s ` +
        `(${EVALUATIONS} in ${record.seconds.toFixed(1)} s; the whole process ${seconds.toFixed(1)} s)`,
    );
  }
}

function jobWith(slots: number): object {
  return {
    name: 'bench',
    strategy: 'sma-cross',
    data: 'sample',
    symbol: 'SPX',
    start: '2000-01-03',
    end: '2020-04-17',
    parameters: [
      { name: 'fast', type: 'int', min: 2, max: 201 },
      { name: 'slow', type: 'int', min: 2, max: 301 },
    ],
    stages: [{ sampler: 'random', samples: EVALUATIONS }],
    slots,
  };
}
