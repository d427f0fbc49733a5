/** Strategy parameters of CMA-ES. */
export type CmaConstants = ReturnType<typeof cmaConstants>;

/**
 * The defaults for a dimension and a population, by the equations of Hansen 2016 (arXiv:1604.00772,
 * table 1, eq. 49–58).
 */
export function cmaConstants(n: number, size: number) {
  const mu = Math.floor(size / 2);
  const raw = Float64Array.from({ length: size }, (_, i) => Math.log((size + 1) / 2 / (i + 1)));
  const sum = (from: number, to: number, power: number): number =>
    raw.slice(from, to).reduce((total, weight) => total + Math.abs(weight) ** power, 0);
  const muEff = sum(0, mu, 1) ** 2 / sum(0, mu, 2);
  const muEffMinus = sum(mu, size, 1) ** 2 / sum(mu, size, 2);
  const c1 = 2 / ((n + 1.3) ** 2 + muEff);
  const cmu = Math.min(1 - c1 - 1e-8, (2 * (muEff - 2 + 1 / muEff)) / ((n + 2) ** 2 + muEff));
  const minus = Math.min(
    1 + c1 / cmu,
    1 + (2 * muEffMinus) / (muEff + 2),
    (1 - c1 - cmu) / (n * cmu),
  );
  const positive = sum(0, mu, 1);
  const negative = raw.reduce((total, weight) => total + Math.max(0, -weight), 0);
  return {
    n,
    mu,
    muEff,
    weights: raw.map((w) => (w >= 0 ? w / positive : (minus * w) / negative)),
    c1,
    cmu,
    cSigma: (muEff + 2) / (n + muEff + 5),
    dSigma:
      1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + (muEff + 2) / (n + muEff + 5),
    cc: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    /** E‖N(0, I)‖. */
    chi: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}
