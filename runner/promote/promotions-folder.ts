import { join, resolve } from 'node:path';

/** Where the record of promotions stands, beside the runs. */
export function promotionsFolder(runsFolder: string): string {
  return join(runsFolder, 'promotions');
}

/** Where candidates stand: as a flag or the environment names it, else `staging/` at home. */
export function stagingFolder(home: string, flag?: string): string {
  const named = flag ?? process.env['LEANTUNE_STAGING'];
  return named ? resolve(named) : join(home, 'staging');
}
