import { expect, it } from 'vitest';
import { type SoakSample, soak } from '../bench/soak/soak.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const RUNS = 200;
const EVERY = 100;

/* `npm run bench soak` says what 2,000 runs leave; here a leak of every run has to show in 200. */
it.skipIf(process.platform !== 'linux')(
  `a daemon holds no more after ${RUNS} runs than after ${EVERY}`,
  async () => {
    using folder = temporaryFolder();
    const samples = await soak({ home: folder.path, runs: RUNS, every: EVERY, sampled: () => {} });
    const [first, last] = [samples[0], samples.at(-1)] as [SoakSample, SoakSample];
    console.log(JSON.stringify(samples));
    // A leaked file or thread a run would be 100; a few more or less are caches and connections.
    expect(last.files - first.files).toBeLessThan(20);
    expect(last.threads - first.threads).toBeLessThan(8);
    expect(last.handles - first.handles).toBeLessThan(20);
    expect(last.children).toBe(0);
    // What a garbage collector has left over is steady to a megabyte or two; 200 KB a run would be 20.
    expect(last.heapMb - first.heapMb).toBeLessThan(12);
    expect(last.externalMb - first.externalMb).toBeLessThan(12);
  },
  1_200_000,
);
