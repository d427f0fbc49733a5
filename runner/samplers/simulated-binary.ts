import type { Random } from '../domain/random.ts';

/**
 * Simulated binary crossover (Deb & Agrawal 1995), one child: near one of its parents, and the
 * nearer the larger the index; inside the unit interval.
 */
export function crossBinary(a: number, b: number, index: number, random: Random): number {
  const u = random();
  const spread = u < 0.5 ? (2 * u) ** (1 / (index + 1)) : (2 * (1 - u)) ** (-1 / (index + 1));
  const side = random() < 0.5 ? 1 : -1;
  return inUnit(0.5 * (a + b + side * spread * (b - a)));
}

/** Polynomial mutation (Deb & Goyal 1996) inside the unit interval. */
export function mutatePolynomial(x: number, index: number, random: Random): number {
  const u = random();
  const power = 1 / (index + 1);
  if (u < 0.5) {
    const room = (1 - x) ** (index + 1);
    return inUnit(x + (2 * u + (1 - 2 * u) * room) ** power - 1);
  }
  const room = x ** (index + 1);
  return inUnit(x + 1 - (2 * (1 - u) + 2 * (u - 0.5) * room) ** power);
}

function inUnit(x: number): number {
  return Math.min(1 - 1e-15, Math.max(0, x));
}
