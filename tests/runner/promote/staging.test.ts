import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStaging } from '../../../runner/promote/staging.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aCandidate } from './a-candidate.ts';

describe('openStaging()', () => {
  test('gives each candidate a name of its own, and the newest is latest, too', async () => {
    using folder = temporaryFolder();
    const staging = openStaging(join(folder.path, 'staging'));
    expect(await staging.list()).toEqual([]);
    const added = await Promise.all([12, 14, 16].map((fast) => staging.add(aCandidate(fast))));
    const ids = added.map(({ candidate }) => candidate.id);
    expect(new Set(ids).size).toBe(3);
    expect(await staging.list()).toEqual(ids.toSorted().reverse());
    const { candidate, file } = await staging.add(aCandidate(18));
    expect(await staging.read('latest')).toEqual(candidate);
    expect(await staging.read(candidate.id)).toEqual(candidate);
    const latest = join(staging.folder, 'latest.yaml');
    expect(readFileSync(latest, 'utf8')).toBe(readFileSync(file, 'utf8'));
  });

  test('refuses what is missing, ambiguous or no candidate', async () => {
    using folder = temporaryFolder();
    const staging = openStaging(folder.path);
    await expect(staging.read('latest')).rejects.toThrow('`leantune stage RUN` makes one');
    await staging.add(aCandidate(12));
    await staging.add(aCandidate(14));
    await expect(staging.read('2')).rejects.toThrow('found 2 of them');
    await expect(staging.read('1999')).rejects.toThrow('found none');
    writeFileSync(join(folder.path, '20200101_000000.yaml'), 'fast: 12\n');
    await expect(staging.read('20200101_000000')).rejects.toThrow('something else');
  });
});
