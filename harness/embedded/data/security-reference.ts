import { existsSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { factorFilePath, mapFilePath } from './data-paths.ts';
import { type FactorFile, identityFactors, readFactorFile } from './factor-file.ts';
import { emptyMapFile, type MapFile, readMapFile } from './map-file.ts';

/** What is known of a security beside its prices. */
export interface SecurityReference {
  readonly ticker: string;
  readonly mapFile: MapFile;
  readonly factors: FactorFile;
  readonly warnings: readonly string[];
}

/** The map and factor files that exist for a ticker. */
export function referenceFiles(setup: BacktestSetup, ticker: string): string[] {
  if (setup.securityType !== 'equity') return [];
  return [mapFilePath(setup, ticker), factorFilePath(setup, ticker)].filter((file) =>
    existsSync(file),
  );
}

/** Reads map and factor file; without them a security has one ticker and unadjusted prices. */
export function loadReference(setup: BacktestSetup, ticker: string): SecurityReference {
  if (setup.securityType !== 'equity') {
    return { ticker, mapFile: emptyMapFile, factors: identityFactors, warnings: [] };
  }
  const warnings: string[] = [];
  const mapFile = mapFilePath(setup, ticker);
  const factorFile = factorFilePath(setup, ticker);
  if (!existsSync(mapFile)) {
    warnings.push(`No map file "${mapFile}": ${ticker} is taken to have had one ticker always`);
  }
  if (!existsSync(factorFile) && setup.normalization !== 'Raw') {
    warnings.push(`No factor file "${factorFile}": prices of ${ticker} are not adjusted`);
  }
  return {
    ticker,
    mapFile: existsSync(mapFile) ? readMapFile(mapFile) : emptyMapFile,
    factors: existsSync(factorFile) ? readFactorFile(factorFile) : identityFactors,
    warnings,
  };
}
