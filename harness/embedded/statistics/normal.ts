/**
 * Standard normal distribution function, to about 1e-15 (Hart 1968 algorithm 5666, as given by
 * West 2005, "Better approximations to cumulative normal functions").
 */
export function normalCdf(value: number): number {
  const x = Math.abs(value);
  if (x > 37) return value > 0 ? 1 : 0;
  const exponential = Math.exp((-x * x) / 2);
  const tail = x < 7.071_067_811_865_47 ? exponential * ratio(x) : exponential / continued(x);
  return value > 0 ? 1 - tail : tail;
}

const NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

function ratio(x: number): number {
  const polynomial = (coefficients: readonly number[]) =>
    coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
  return polynomial(NUMERATOR) / polynomial(DENOMINATOR);
}

function continued(x: number): number {
  let fraction = x + 0.65;
  for (let term = 4; term >= 1; term--) fraction = x + term / fraction;
  return fraction * 2.506_628_274_631;
}

/**
 * Quantile of the standard normal distribution: Acklam's approximation, then two steps of Halley's
 * method, which leave about 1e-15.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(
      `Cannot take a quantile: wanted one between 0 and 1, found ${probability}`,
    );
  }
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // Abramowitz & Stegun 26.2.23 is good to 4.5e-4, which Halley's method mends.
  const t = Math.sqrt(-2 * Math.log(probability));
  let x = -(
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
  for (let step = 0; step < 3; step++) {
    const error = (normalCdf(x) - probability) * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
    x -= error / (1 + (x * error) / 2);
  }
  return x;
}
