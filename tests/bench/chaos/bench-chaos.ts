import { parseArgs } from 'node:util';
import { type ChaosReport, chaos } from './chaos.ts';
import { type Harm, WANTED } from './counts.ts';

const HELP = `Kills, halts and corrupts a daemon at random while it runs jobs, lets them end, and checks every promise.

  --minutes <n>   for so long (10)
  --seed <n>      of what is done (drawn, and printed)
  --only <kinds>  kinds of jobs, such as search,docker
  --no-docker     without containers
  --json          the report as JSON, violations with what was done before
  --quiet         only the report
  --help
`;

/** Sets the exit code where a promise did not hold. */
export async function benchChaos(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string' },
      'no-docker': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const seed = Number(values.seed);
  console.error(`seed ${seed}`);
  const report = await chaos({
    seed,
    minutes: Number(values.minutes),
    withDocker: !values['no-docker'],
    only: values.only?.split(','),
    log: values.quiet ? () => {} : (line) => console.error(line),
  });
  console.log(values.json ? JSON.stringify(report, null, 2) : text(report));
  if (report.violations.length > 0) process.exitCode = 1;
}

function text(report: ChaosReport): string {
  const { seed, lives, counts, runs, evaluations, again, recomputed, skipped, violations } = report;
  const harms = Object.entries(counts).map(([name, count]) => {
    const wanted = WANTED[name as Harm];
    return (
      figure(name, count) + (wanted === undefined ? '' : `   (wanted ${wanted} in 10 minutes)`)
    );
  });
  return [
    figure('seed', seed),
    figure('lives of the daemon', lives),
    ...harms,
    ...skipped.map((reason) => `skipped: ${reason}`),
    figure('runs', runs),
    figure('evaluations', evaluations),
    figure('damaged and made again', again),
    figure('recomputed', recomputed),
    figure('violations', violations.length),
    ...violations.map(({ promise, what, history }) =>
      [`\n${promise}: ${what}`, ...history.map((line) => `  ${line}`)].join('\n'),
    ),
  ].join('\n');
}

function figure(name: string, count: number): string {
  return `${name.padEnd(24)}${String(count).padStart(8)}`;
}
