import { expect, it } from 'vitest';
import { chaos } from '../bench/chaos/chaos.ts';

// The bench draws others; here the same faults befall every change.
const seed = Number(process.env['LEANTUNE_CHAOS_SEED'] ?? 20_261_121);

/* A few lives of what `npm run bench chaos` does for ten minutes. */
it.skipIf(process.platform !== 'linux')(
  'a daemon that is killed, halted and corrupted keeps its promises',
  async () => {
    console.log(`chaos: seed ${seed} (LEANTUNE_CHAOS_SEED)`);
    const lines: string[] = [];
    const { violations, counts, runs, skipped } = await chaos({
      seed,
      lives: 6,
      withDocker: false,
      only: ['search', 'grid', 'minutes', 'study'],
      log: (line) => lines.push(line),
    });
    expect(violations, lines.join('\n')).toEqual([]);
    expect(counts.kills).toBeGreaterThan(0);
    expect(runs).toBeGreaterThanOrEqual(5);
    for (const reason of skipped) console.log(`skipped: ${reason}`);
  },
  3_600_000,
);
