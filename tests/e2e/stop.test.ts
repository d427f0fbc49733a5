import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune } from './leantune-process.ts';
import { startDaemon } from './started-daemon.ts';

const SLOW = { timeout: 600_000 };
const home = temporaryFolder();
afterAll(() => home[Symbol.dispose]());

it('stop() stops the run that the daemon is at, and finds none after that', SLOW, async () => {
  await using daemon = await startDaemon(home.path);
  const job = {
    strategy: 'sma-cross',
    data: 'sample',
    symbol: 'SPX',
    start: '2000-01-03',
    end: '2015-12-31',
    parameters: [{ name: 'fast', type: 'float', min: 2, max: 60 }],
    stages: [{ sampler: 'random', samples: 1_000_000 }],
  };
  writeFileSync(join(home.path, 'config', 'long.json'), JSON.stringify(job));
  const { id } = await daemon.until('running');
  const stopped = await leantune(home.path, 'stop', '--json');
  expect(JSON.parse(stopped.stdout)).toEqual({ run: id, message: `Run ${id} is stopping` });
  expect(await daemon.until('stopped')).toMatchObject({ id, reason: 'stopped by the user' });
  const again = await leantune(home.path, 'stop');
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toContain('wanted a run under way, found none');
});
