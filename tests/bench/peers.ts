import type { Quartiles } from '../../runner/bench/quartiles.ts';
import { samplers } from '../../runner/samplers/index.ts';
import { readReferenceFunctions, readReferenceResults } from './reference-functions.ts';
import { peerQuality, searchQuality } from './search-quality.ts';

/** Our samplers and the peers they are held against, at equal settings. */
const PAIRS = [
  { sampler: 'random', options: {}, peer: 'optuna4.random' },
  { sampler: 'tpe', options: { bandwidth: 'neighbours' }, peer: 'optuna5.tpe' },
  { sampler: 'tpe', options: { bandwidth: 'scott' }, peer: 'optuna4.tpe_mv' },
  { sampler: 'tpe', options: { multivariate: false }, peer: 'optuna4.tpe' },
] as const;

const CHECKPOINTS = [100, 300] as const;
const SEEDS = 20;

/**
 * Prints the median best of 20 seeds after 100 and 300 evaluations beside the peers' quartiles, by
 * their protocol: one at a time, every proposal counts, repeated ones too.
 */
export async function benchPeers(): Promise<void> {
  const functions = readReferenceFunctions();
  const results = readReferenceResults();
  if (functions.length === 0) console.log('skipped: the shared reference figures are not here');
  for (const pair of PAIRS) {
    const factory = samplers[pair.sampler];
    const alone = pair.sampler === 'tpe' ? { batch_size: 1, avoid_repeats: false } : {};
    const options = factory.options.parse({ ...alone, ...pair.options });
    console.log(`\n${pair.sampler} ${JSON.stringify(pair.options)} against ${pair.peer}`);
    for (const problem of functions) {
      const ours = searchQuality({
        factory,
        options,
        problem,
        seeds: SEEDS,
        checkpoints: CHECKPOINTS,
      });
      const cells = CHECKPOINTS.map((checkpoint) => {
        const asked = { problem: problem.name, checkpoint };
        const peer =
          peerQuality(results, { ...asked, optimizer: pair.peer }) ??
          // Conditional parameters were measured under a name of their own.
          peerQuality(results, { ...asked, optimizer: `${pair.peer}_group` });
        return `${checkpoint}: ${cellOf(ours.get(checkpoint), peer)}`;
      });
      console.log(`${problem.name.padEnd(22)} ${cells.join('   ')}`);
    }
  }
}

function cellOf(ours: Quartiles | undefined, peer: Quartiles | undefined): string {
  const median = ours?.median.toPrecision(4) ?? '–';
  if (peer === undefined || ours === undefined) return `${median} (no peer)`;
  const verdict = ours.median <= peer.median ? 'better' : 'within';
  const said = ours.median > peer.q75 ? 'WORSE' : verdict;
  const quartiles = [peer.q25, peer.median, peer.q75].map((value) => value.toPrecision(4));
  return `${median} of ${quartiles.join(' ')} ${said}`;
}
