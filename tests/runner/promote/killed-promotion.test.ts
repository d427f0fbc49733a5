import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { liveStatus } from '../../../runner/promote/live-status.ts';
import { promote } from '../../../runner/promote/promote.ts';
import { openPromotionRecord } from '../../../runner/promote/promotion-record.ts';
import { rollBack } from '../../../runner/promote/roll-back.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aCandidate, passing, who } from './a-candidate.ts';

const PROGRAM = new URL('./killed-promotion.ts', import.meta.url).pathname;

function start(folder: string, action: string, killAt: number) {
  const args = [PROGRAM, folder, action, String(killAt)];
  const { signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (signal === null && stdout === '') throw new Error(stderr);
  return { killed: signal === 'SIGKILL', changes: Number(stdout) };
}

const options = (folder: string) => ({
  file: join(folder, 'live.yaml'),
  by: who,
  why: null,
  force: false,
});
const promoteHere = (folder: string, fast: number) =>
  promote(openPromotionRecord(join(folder, 'promotions')), {
    ...options(folder),
    candidate: aCandidate(fast),
    checks: passing,
  });

describe.each([
  { action: '16', before: 14, after: 16 },
  { action: 'rollback', before: 14, after: 12 },
])(
  'a process that is killed at any change of the file system ($action)',
  ({ action, before, after }) => {
    test('leaves the old or the new file, and a record that knows which', async () => {
      using folder = temporaryFolder();
      // The record names paths: each try has its copy where the original was.
      const home = join(folder.path, 'home');
      const whole = join(folder.path, 'whole');
      mkdirSync(home);
      await promoteHere(home, 12);
      await promoteHere(home, 14);
      cpSync(home, whole, { recursive: true });
      const { changes } = start(home, action, 0);
      expect(changes).toBeGreaterThan(10);
      const seen = new Set<number>();
      for (let killAt = 1; killAt <= changes; killAt++) {
        rmSync(home, { recursive: true, maxRetries: 5 });
        cpSync(whole, home, { recursive: true });
        const { killed } = start(home, action, killAt);
        expect(killed, `at ${killAt} of ${changes}`).toBe(true);
        seen.add(await checkLeft(home, { before, after, killAt }));
      }
      expect([...seen].sort()).toEqual([before, after].sort());
    });
  },
);

/** @returns the `fast` that is live */
async function checkLeft(
  folder: string,
  { before, after, killAt }: { before: number; after: number; killAt: number },
): Promise<number> {
  const record = openPromotionRecord(join(folder, 'promotions'));
  const status = await liveStatus(record, join(folder, 'live.yaml'));
  expect(status.state, `at ${killAt}`).toBe('live');
  expect([before, after]).toContain(status.parameters?.['fast']);
  const live = Number(status.parameters?.['fast']);
  // The record tells the same story to whoever comes next: forward, and back again.
  await promoteHere(folder, 18);
  expect(readdirSync(folder).sort()).toEqual(['live.yaml', 'promotions']);
  await rollBack(record, options(folder));
  expect(readFileSync(join(folder, 'live.yaml'), 'utf8')).toContain(`fast: ${live}\n`);
  return live;
}
