export type Curve = readonly (readonly [number, number])[];

/** One shared time column, and a column for each curve with null where it has no value. */
export function curveColumns(
  inSample: Curve,
  holdout: Curve,
): [number[], (number | null)[], (number | null)[]] {
  const search = new Map(inSample);
  const after = new Map(holdout);
  const times = [...new Set([...search.keys(), ...after.keys()])].sort((a, b) => a - b);
  return [
    times,
    times.map((time) => search.get(time) ?? null),
    times.map((time) => after.get(time) ?? null),
  ];
}
