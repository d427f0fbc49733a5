/** Systems count a thread's time in ticks of up to 10 ms: below some of them it tells nothing. */
const LEAST_CPU_MICROSECONDS = 100_000;

/**
 * Measures what a thread spends, in microseconds: the processor's time, so that whatever else runs
 * on the machine does not count, or the clock's where that is too little to be counted.
 */
export function createStopwatch(): () => number {
  const cpu = process.threadCpuUsage();
  const began = performance.now();
  return () => {
    const passed = 1000 * (performance.now() - began);
    const { user, system } = process.threadCpuUsage(cpu);
    return user + system < LEAST_CPU_MICROSECONDS ? passed : Math.min(passed, user + system);
  };
}
