import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ensureSampleData } from '../../../../harness/embedded/data/sample-data.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

function contents(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), readFileSync(path).toString('base64')];
    }),
  );
}

describe('ensureSampleData()', () => {
  afterEach(() => void vi.useRealTimers());

  test('makes the same bytes whenever it is asked, so that runs go on with them', async () => {
    using folder = temporaryFolder();
    const [one, other] = [join(folder.path, 'one'), join(folder.path, 'other')];
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T00:00:00Z') });
    await ensureSampleData(one);
    vi.setSystemTime(new Date('2031-07-08T09:10:11Z'));
    await ensureSampleData(other);
    expect(contents(other)).toEqual(contents(one));
  });
});
