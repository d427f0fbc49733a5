const SEGMENTS = 24;
const SEGMENT_MS = 200;

/** Runs a second of processor time, over short spans of it. */
export interface CpuRate {
  /** The span in the middle … */
  readonly median: number;
  /** … and the fastest one, which other work on the machine has slowed least. */
  readonly best: number;
}

/** @param run is given the number of the run, which goes on from span to span */
export function measureCpuRate(run: (count: number) => void): CpuRate {
  const rates: number[] = [];
  let runs = 0;
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const before = runs;
    const started = performance.now();
    const cpu = process.cpuUsage();
    while (performance.now() - started < SEGMENT_MS) run(runs++);
    const { user, system } = process.cpuUsage(cpu);
    rates.push((runs - before) / ((user + system) / 1e6));
  }
  rates.sort((a, b) => a - b);
  return { median: rates[SEGMENTS / 2] as number, best: rates.at(-1) as number };
}

/** A line of a bench: the rate of backtests, and of the bars that each goes over. */
export function cpuRateLine(title: string, rate: number, bars: number): string {
  const million = ((rate * bars) / 1e6).toFixed(1);
  return `  ${title.padEnd(20)} ${rate.toFixed(0)} backtests/s, ${million} million bars/s`;
}
