import type { SamplerFactory } from '../../runner/domain/sampler.ts';
import { samplers } from '../../runner/samplers/index.ts';
import { heldOutFunctions } from './held-out-functions.ts';
import {
  type ReferenceFunction,
  type ReferenceResult,
  readReferenceFunctions,
  readReferenceResults,
} from './reference-functions.ts';
import { type SearchRecord, searchRecord } from './search-record.ts';

/**
 * The peer of the same kind, where there is one, and the settings it was measured with. Everything
 * else runs with its defaults, one set at a time.
 */
const NAMESAKES: Readonly<Record<string, { peer: string; options: object }>> = {
  random: { peer: 'optuna4.random', options: {} },
  lhs: { peer: 'scipy.lhs', options: {} },
  sobol: { peer: 'optuna4.qmc_sobol', options: {} },
  tpe: { peer: 'optuna5.tpe', options: {} },
  de: { peer: 'scipy.de_pop5', options: { population_size: 25 } },
  cma_es: {
    peer: 'optuna4.cmaes',
    options: { start: 'centre', sigma: 1 / 6, restarts: 'none' },
  },
  one_plus_one: { peer: 'ng.OnePlusOne', options: { start: 'centre' } },
  discrete_es: { peer: 'ng.PortfolioDiscreteOnePlusOne', options: { start: 'centre' } },
  nsga2: { peer: 'optuna4.nsga2', options: { population_size: 50 } },
};

/** Not searches of a landscape. */
const LEFT_OUT = ['grid', 'list', 'local_grid'];

/** Peers whose course depends on the length of the run. */
const BY_LENGTH = ['ng.NGOpt', 'scipy.lhs'];

interface Asked {
  readonly samplers: readonly string[];
  readonly functions: readonly string[];
  readonly seeds: number;
  readonly lengths: readonly number[];
  readonly heldOut: boolean;
  readonly json: boolean;
  readonly alike: boolean;
}

/**
 * All samplers on the reference functions by the protocol of their figures: every proposal counts,
 * one at a time, the budget known. `--samplers=a,b --functions=x,y --seeds=20 --lengths=100,300,1000`
 * choose; `--alike` gives samplers the settings of their namesakes; `--held-out` takes functions of
 * the same families that are not in the file; `--json` prints records.
 */
export async function benchSearch(): Promise<void> {
  const asked = readArguments(process.argv);
  const all = asked.heldOut ? heldOutFunctions() : readReferenceFunctions();
  if (all.length === 0) console.log('skipped: the shared reference functions are not here');
  const results = asked.heldOut ? [] : readReferenceResults();
  const records: SearchRecord[] = [];
  for (const problem of all) {
    const isWanted = asked.functions.some((start) => problem.name.startsWith(start));
    if (asked.functions.length > 0 && !isWanted) continue;
    if (!asked.json) console.log(headOf(problem, results, asked.lengths));
    for (const name of asked.samplers) {
      const record = searchRecord({
        sampler: name,
        factory: samplers[name as keyof typeof samplers] as SamplerFactory,
        options: optionsOf(name, asked.alike),
        problem,
        seeds: asked.seeds,
        lengths: asked.lengths,
        targets: asked.lengths.map((length) => bestPeer(results, problem.name, length)?.median),
      });
      records.push(record);
      if (!asked.json) console.log(lineOf(record, results, asked.alike));
    }
  }
  if (asked.json) console.log(JSON.stringify(records));
}

function readArguments(words: readonly string[]): Asked {
  const value = (name: string): string[] => {
    const word = words.find((other) => other.startsWith(`--${name}=`));
    return word === undefined ? [] : word.slice(name.length + 3).split(',');
  };
  const usual = Object.keys(samplers).filter((name) => !LEFT_OUT.includes(name));
  const unknown = value('samplers').find((name) => !(name in samplers));
  if (unknown !== undefined) throw new Error(`Cannot bench: no sampler is called "${unknown}"`);
  const lengths = value('lengths').map(Number);
  return {
    samplers: value('samplers').length > 0 ? value('samplers') : usual,
    functions: value('functions'),
    seeds: Number(value('seeds')[0] ?? 20),
    lengths: lengths.length > 0 ? lengths : [100, 300],
    heldOut: words.includes('--held-out'),
    json: words.includes('--json'),
    alike: words.includes('--alike'),
  };
}

function optionsOf(name: string, alike: boolean): (length: number) => unknown {
  const sampler = samplers[name as keyof typeof samplers];
  const { shape } = sampler.options;
  return (length) => ({
    ...sampler.options.parse({
      ...('batch_size' in shape && name !== 'genetic' ? { batch_size: 1 } : {}),
      ...(name === 'lhs' ? { samples: length } : {}),
      ...(alike ? NAMESAKES[name]?.options : {}),
    }),
  });
}

function headOf(
  { name, optimum }: ReferenceFunction,
  results: readonly ReferenceResult[],
  lengths: readonly number[],
): string {
  const peers = lengths.map((length) => {
    const best = bestPeer(results, name, length);
    return best
      ? `${length}: ${best.optimizer} ${best.median.toPrecision(4)}`
      : `${length}: no peer`;
  });
  return `\n${name} (optimum ${optimum.toPrecision(6)}); best peer ${peers.join(', ')}`;
}

function lineOf(record: SearchRecord, results: readonly ReferenceResult[], alike: boolean): string {
  const peer = alike ? NAMESAKES[record.sampler]?.peer : undefined;
  const cells = record.lengths.map(({ length, q25, median, q75, reached }) => {
    const best = bestPeer(results, record.function, length);
    const same =
      peer && peersOf(results, record.function, length).find((p) => p.optimizer === peer);
    const verdict = best && median <= best.median + 1e-12 ? '*' : ' ';
    const against = same ? ` (${peer} ${same.median.toPrecision(4)})` : '';
    const target = reached === null ? '' : ` target at ${reached}`;
    const quartiles = [q25, median, q75].map((value) => value.toPrecision(4)).join(' ');
    return `${length}:${verdict}${quartiles}${against}${target}`.padEnd(44);
  });
  const hits = record.lengths.map(({ hits }) => hits).join('/');
  const time = `${record.microseconds.toFixed(0)} µs`;
  return `  ${record.sampler.padEnd(13)} ${cells.join(' ')} 99 %: ${hits}  ${time}`;
}

function bestPeer(results: readonly ReferenceResult[], problem: string, length: number) {
  return peersOf(results, problem, length).toSorted((a, b) => a.median - b.median)[0];
}

function peersOf(results: readonly ReferenceResult[], problem: string, length: number) {
  return results.flatMap(({ optimizer, function: name, runLength, checkpoints, ...rest }) => {
    const found = checkpoints[String(length)];
    const isAlone = (rest as { batch?: number }).batch === 1;
    if (name !== problem || found === undefined || !isAlone) return [];
    if (BY_LENGTH.includes(optimizer) && runLength !== length) return [];
    return [{ optimizer, median: found.median }];
  });
}
