import { readFileSync, statSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { InputError } from '../domain/errors.ts';

const MAX_BYTES = 1024 * 1024;

/** What the job says itself, or what only a LEAN that trades has a use for. */
const LEFT_OUT = ['algorithm-location', 'algorithm-type-name', 'algorithm-language', 'data-folder'];
/** Paths of the machine that the file was written for, which need not be where the harness runs. */
const PATHS = ['results-destination-folder', 'object-store-root', 'composer-dll-directory'];

/**
 * The keys of a LEAN config file (comments allowed), its environment's keys among them, but for those
 * that the job decides.
 * @throws InputError where it cannot be read
 */
export function readLeanConfig(file: string): Readonly<Record<string, unknown>> {
  const fail = (wanted: string, found: string): never => {
    throw new InputError(`Cannot read LEAN config "${file}"`, [
      { path: 'executor.config', wanted, found },
    ]);
  };
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true)
    return fail('a file', stat === undefined ? 'none' : 'something else');
  if (stat.size > MAX_BYTES) return fail(`at most ${MAX_BYTES} bytes`, `${stat.size} bytes`);
  const errors: ParseError[] = [];
  const value: unknown = parse(readFileSync(file, 'utf8'), errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    return fail('JSON', `${printParseErrorCode(first.error)} at character ${first.offset}`);
  }
  if (typeof value !== 'object' || value === null) return fail('an object', typeof value);
  const { environment, environments, ...keys } = value as Readonly<Record<string, unknown>>;
  const named = environmentOf(environments, environment);
  const left = Object.entries({ ...keys, ...named }).filter(
    ([key]) => !LEFT_OUT.includes(key) && !PATHS.includes(key),
  );
  return Object.fromEntries(left);
}

/** An environment for trading is none for backtests: its handlers would wait for the market. */
function environmentOf(environments: unknown, name: unknown): object {
  const found = (environments as Readonly<Record<string, unknown>> | undefined)?.[String(name)];
  if (typeof found !== 'object' || found === null) return {};
  return 'live-mode' in found && found['live-mode'] === true ? {} : found;
}
