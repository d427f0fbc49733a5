import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';

/** A folder of its own for a test file, with the sample data in `data`. */
export function useSampleData(): { readonly folder: string; readonly dataFolder: string } {
  const place = { folder: '', dataFolder: '' };
  beforeAll(async () => {
    place.folder = await mkdtemp(join(tmpdir(), 'leantune-engine-'));
    place.dataFolder = join(place.folder, 'data');
    await ensureSampleData(place.dataFolder);
  });
  afterAll(() => rm(place.folder, { recursive: true, force: true, maxRetries: 5 }));
  return place;
}

export function sampleSetup(
  dataFolder: string,
  changes: Partial<BacktestSetup> = {},
): BacktestSetup {
  return {
    strategy: 'sma-cross',
    symbol: 'spx',
    securityType: 'equity',
    market: 'usa',
    resolution: 'daily',
    normalization: 'Adjusted',
    benchmark: 'self',
    dates: { start: '2005-01-01', end: '2010-12-31' },
    cash: 100_000,
    dataFolder,
    fixedParameters: {},
    ...changes,
  };
}
