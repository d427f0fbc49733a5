import { basename, extname, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';
import { mergeOver } from '../job/layers.ts';
import { asNumber, withoutComments } from '../job/loose-values.ts';
import { type Fields, isFields, without } from '../job/translation.ts';
import type { JobSource } from '../run/runner.ts';
import type { SearchFlags } from './job-flags.ts';
import { asSource, keysOf, overlaid, readValue } from './job-source.ts';

export interface UniverseFlags extends SearchFlags {
  /** File with `symbols` and, where no other is given, `base_config`. */
  readonly universe?: string;
  readonly symbols?: readonly string[];
  /** What is done with each symbol. */
  readonly config?: string;
}

/** The job of a universe: from its own file, or from a job file and symbols. */
export function universeSource(flags: UniverseFlags): Promise<JobSource> {
  const { universe, config, symbols = [] } = flags;
  const keys = keysOf({ ...flags, symbol: [...(flags.symbol ?? []), ...symbols] });
  if (universe !== undefined && config !== undefined) return bothFiles(universe, config, keys);
  const named = 'symbols' in keys || 'symbol' in keys;
  if (universe === undefined && (config === undefined || !named)) {
    const found = config === undefined ? 'neither' : 'a --config without --symbols';
    throw new InputError('Cannot optimize a universe', [
      { path: '', wanted: '--universe FILE, or --symbols and --config FILE', found },
    ]);
  }
  return overlaid(universe ?? config, keys);
}

/** The base that the command line names takes the place of the one that the universe names. */
async function bothFiles(universe: string, config: string, keys: Fields): Promise<JobSource> {
  const [over, base] = [await objectIn(universe), await objectIn(config)];
  const { symbols, symbols_parallel, total_workers, slots } = over;
  const own = {
    name: basename(universe, extname(universe)),
    ...without(over, ['base_config', 'total_workers']),
    symbols,
    symbols_parallel: asNumber(symbols_parallel),
    slots: slots ?? asNumber(total_workers),
  };
  // The base's folder is where the files that it names are looked for.
  return asSource(resolve(config), mergeOver(mergeOver(base, own), keys));
}

async function objectIn(file: string): Promise<Fields> {
  const value = withoutComments(await readValue(file));
  if (isFields(value)) return value;
  throw new InputError(`Cannot read "${file}"`, [
    { path: '', wanted: 'an object', found: Array.isArray(value) ? 'a list' : String(value) },
  ]);
}
