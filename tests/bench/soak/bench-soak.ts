import { parseArgs } from 'node:util';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { type SoakSample, soak } from './soak.ts';

const HELP = `Runs of one daemon, one after the other, and what it holds on the way.

  --runs <n>    runs in all (2000)
  --every <n>   runs between two samples (100)
  --json        one line of JSON a sample
  --help
`;

/** The first sample stands for a daemon that has done everything once; later ones are held against it. */
export async function benchSoak(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '2000' },
      every: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  using folder = temporaryFolder();
  const samples = await soak({
    home: folder.path,
    runs: Number(values.runs),
    every: Number(values.every),
    sampled: (sample) => console.log(values.json ? JSON.stringify(sample) : line(sample)),
  });
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return;
  for (const name of ['rssMb', 'heapMb', 'handles', 'files', 'threads', 'children'] as const) {
    const change = first[name] === 0 ? last[name] : (last[name] / first[name] - 1) * 100;
    const sign = change < 0 ? '' : '+';
    console.log(`${name.padEnd(9)} ${sign}${change.toFixed(1)}${first[name] === 0 ? '' : ' %'}`);
    if (first[name] === 0 ? last[name] > 0 : change > 10) process.exitCode = 1;
  }
}

function line({ runs, rssMb, heapMb, externalMb, ...counts }: SoakSample): string {
  const memory = [rssMb, heapMb, externalMb].map((mb) => mb.toFixed(1).padStart(7)).join(' ');
  const rest = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `${String(runs).padStart(5)} runs: ${memory} MB (rss, heap, external), ${rest.join(', ')}`;
}
