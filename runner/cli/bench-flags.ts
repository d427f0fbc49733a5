import { availableParallelism } from 'node:os';
import type { BenchRequest } from '../bench/bench-plan.ts';
import { heldOutFunctions } from '../bench/functions/index.ts';
import { problemNames } from '../bench/problem-names.ts';
import { LEFT_OUT } from '../bench/settings.ts';
import { InputError } from '../domain/errors.ts';

export interface BenchFlags {
  readonly samplers?: readonly string[];
  readonly functions?: readonly string[];
  readonly seeds?: number;
  readonly evaluations?: number;
  readonly lengths?: readonly number[];
  readonly batch: number;
  readonly alike?: true;
  readonly heldOut?: true;
  readonly full?: true;
  readonly slots?: number;
  readonly out?: string;
  readonly fresh?: true;
  readonly json?: true;
}

/** What the peers' figures are known for. */
const LENGTHS = [100, 300, 1000];
const USUAL = { seeds: 5, evaluations: 300 };
const FULL = { seeds: 20, evaluations: 1000 };

/**
 * A Gaussian process takes a tenth of a second and more for a suggestion once it knows hundreds of
 * sets: it is meant for searches shorter than that.
 */
const DEAR = { gp: { usual: 100, full: 300 } };

/** @throws InputError where a sampler or a function is not known */
export function benchRequest(flags: BenchFlags, registered: readonly string[]): BenchRequest {
  const { seeds, evaluations } = flags.full ? FULL : USUAL;
  const longest = flags.evaluations ?? evaluations;
  const lengths = flags.lengths ?? [...LENGTHS.filter((length) => length < longest), longest];
  return {
    samplers: samplersOf(flags, registered),
    problems: problemsOf(flags),
    seeds: flags.seeds ?? seeds,
    lengths: [...new Set(lengths)].toSorted((a, b) => a - b),
    batch: flags.batch,
    settings: flags.alike ? 'alike' : 'default',
    longest: flags.samplers ? {} : { gp: flags.full ? DEAR.gp.full : DEAR.gp.usual },
  };
}

export function slotsOf({ slots }: BenchFlags): number {
  return slots ?? availableParallelism();
}

function samplersOf({ samplers }: BenchFlags, registered: readonly string[]): readonly string[] {
  if (samplers === undefined) return registered.filter((name) => !LEFT_OUT.includes(name));
  const unknown = samplers.find((name) => !registered.includes(name));
  if (unknown === undefined) return registered.filter((name) => samplers.includes(name));
  throw new InputError('Cannot bench samplers', [
    { path: '--samplers', wanted: `one of ${registered.join(', ')}`, found: `"${unknown}"` },
  ]);
}

/** Names, or beginnings of names. */
function problemsOf({ functions, heldOut }: BenchFlags): readonly string[] {
  const all = problemNames();
  if (functions === undefined) {
    const isHeldOut = (name: string): boolean => name in heldOutFunctions;
    return all.filter((name) => isHeldOut(name) === (heldOut === true));
  }
  const unknown = functions.find((start) => !all.some((name) => name.startsWith(start)));
  if (unknown === undefined) {
    return all.filter((name) => functions.some((start) => name.startsWith(start)));
  }
  throw new InputError('Cannot bench samplers', [
    { path: '--functions', wanted: `one of ${all.join(', ')}`, found: `"${unknown}"` },
  ]);
}
