type Curve = readonly (readonly [number, number])[];

/**
 * What the account would hold had it bought the benchmark at its first price: the benchmark's curve
 * from the equity of that moment on. Empty where there is no benchmark.
 */
export function benchmarkLine(benchmark: Curve, equity: Curve): Curve {
  // LEAN samples a benchmark as 0 before its first bar.
  const prices = benchmark.filter(([, price]) => price > 0);
  const first = prices[0];
  if (first === undefined) return [];
  const [at, price] = first;
  const start = equity.findLast(([seconds]) => seconds <= at) ?? equity[0];
  if (start === undefined) return [];
  return prices.map(([seconds, value]) => [seconds, (value / price) * start[1]] as const);
}
