import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { startDaemon } from './started-daemon.ts';

describe('serve --runs-dir', () => {
  test('keeps the lock there, and shows the drop folder that it watches', async () => {
    using folder = temporaryFolder();
    const [home, runs] = [join(folder.path, 'home'), join(folder.path, 'elsewhere', 'runs')];
    mkdirSync(runs, { recursive: true });
    await using daemon = await startDaemon(home, { runs });
    const text = '{ "strategy": "sma-cross", "samples": ';
    writeFileSync(join(home, 'config', 'bad.json'), text);
    const shown = await daemon.ask('/api/jobs/bad.json');
    expect(await shown.json()).toEqual({ file: 'bad.json', text });
  });
});
