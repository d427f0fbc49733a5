import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditCommand } from '../../../runner/cli/audit.ts';
import { openAudit, readAudit } from '../../../runner/run/audit.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { recordingScreen } from './recorded-run.ts';

const ada = { via: 'cli', user: 'ada', host: 'box', pid: 1 } as const;
const web = { via: 'http', address: '127.0.0.1' } as const;
const file = { via: 'folder', uid: 1000 } as const;

async function shown(root: string, ...args: string[]): Promise<string> {
  const out = recordingScreen();
  const context = { out, services: { store: { root } } } as never;
  await auditCommand(context).parseAsync(args, { from: 'user' });
  return out.text();
}

describe('leantune audit', () => {
  test('shows who asked for what, the newest last', async () => {
    using folder = temporaryFolder();
    expect(await shown(folder.path)).toBe('Nothing was noted yet.\n');
    const audit = openAudit(folder.path);
    await audit.note({ action: 'drop', subject: 'spx.json', by: file, state: 'queued' });
    await audit.note({ action: 'stop', subject: '20261121_101530', by: web, status: 202 });
    await audit.note({ action: 'promote', subject: '/live.yaml', by: ada, why: null, n: 3 });
    const lines = (await shown(folder.path)).trimEnd().split('\n');
    expect(lines[1]).toMatch(/user 1000 by a file +drop +spx\.json +state: queued$/);
    expect(lines[2]).toMatch(/127\.0\.0\.1 by HTTP +stop +20261121_101530 +status: 202$/);
    expect(lines[3]).toMatch(/ada@box +promote +\/live\.yaml +n: 3$/);
    expect((await shown(folder.path, '--tail', '1')).split('\n')[1]).toContain('promote');
  });

  test('hands nothing to the terminal that it obeys, and passes torn lines over', async () => {
    using folder = temporaryFolder();
    await openAudit(folder.path).note({ action: 'drop', subject: '\u001b[2Jx', by: web });
    appendFileSync(join(folder.path, 'audit.jsonl'), 'no JSON\n{"action":"x"}\n');
    expect(await shown(folder.path)).not.toContain('\u001b');
    expect(await readAudit(folder.path)).toHaveLength(1);
  });
});
