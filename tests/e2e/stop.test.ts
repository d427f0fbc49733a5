import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { endlessJob } from '../fixtures/served-product.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { leantune } from './leantune-process.ts';
import { startDaemon } from './started-daemon.ts';

const SLOW = { timeout: 600_000 };
const home = temporaryFolder();
afterAll(() => home[Symbol.dispose]());

it('stop() stops the run that the daemon is at, and finds none after that', SLOW, async () => {
  await using daemon = await startDaemon(home.path);
  writeFileSync(join(home.path, 'config', 'long.json'), endlessJob());
  const { id } = await daemon.until('running');
  const stopped = await leantune(home.path, 'stop', '--json');
  expect(JSON.parse(stopped.stdout)).toEqual({ run: id, message: `Run ${id} is stopping` });
  expect(await daemon.until('stopped')).toMatchObject({ id, reason: 'stopped by the user' });
  const again = await leantune(home.path, 'stop');
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toContain('wanted a run under way, found none');
});
