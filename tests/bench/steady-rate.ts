const SPANS = 40;
const SPAN_MS = 150;

/** Runs a second over many short spans, each sorted: other work on the machine slows some of them. */
interface SteadyRate {
  /** Of the clock on the wall. */
  readonly wall: readonly number[];
  /** Of processor time, that of the compiler's and the collector's threads too. */
  readonly cpu: readonly number[];
}

/**
 * How fast a thread is that has run for a while, as one of a search has.
 * @param run is given the number of the run, which goes on from span to span
 * @param warmUp runs before the first span: until what is asked for often is compiled
 */
export function measureSteadyRate(run: (count: number) => void, warmUp: number): SteadyRate {
  for (let count = 0; count < warmUp; count++) run(count);
  const [wall, cpu]: [number[], number[]] = [[], []];
  let runs = warmUp;
  for (let span = 0; span < SPANS; span++) {
    const before = runs;
    const started = performance.now();
    const used = process.cpuUsage();
    let passed = 0;
    for (; passed < SPAN_MS; passed = performance.now() - started) run(runs++);
    const { user, system } = process.cpuUsage(used);
    wall.push((runs - before) / (passed / 1e3));
    cpu.push((runs - before) / ((user + system) / 1e6));
  }
  return { wall: wall.sort((a, b) => a - b), cpu: cpu.sort((a, b) => a - b) };
}

/** Lines of a bench: rates of backtests, and of the bars that each goes over. */
export function steadyRateLines({ wall, cpu }: SteadyRate, bars: number): string {
  const middle = SPANS / 2;
  return [
    line('by the clock', wall[middle] as number, bars),
    line('by CPU time', cpu[middle] as number, bars),
    line('best, by the clock', wall.at(-1) as number, bars),
    line('best, by CPU time', cpu.at(-1) as number, bars),
    `  each in the middle and in the best of ${SPANS} spans of ${SPAN_MS} ms, warm; CPU time is also`,
    "  the compiler's and the collector's, which run beside on other cores",
  ].join('\n');
}

function line(title: string, rate: number, bars: number): string {
  const million = ((rate * bars) / 1e6).toFixed(1);
  return `  ${title.padEnd(20)} ${rate.toFixed(0)} backtests/s, ${million} million bars/s`;
}
