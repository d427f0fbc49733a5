/** A best-so-far curve as columns: ids and the best from that id on; the last one is carried on. */
export function stepCurve(
  best: readonly (readonly [number, number])[],
  lastId: number,
): [number[], number[]] {
  const ids = best.map(([id]) => id);
  const scores = best.map(([, score]) => score);
  const last = scores.at(-1);
  if (last !== undefined && lastId > (ids.at(-1) ?? 0)) {
    ids.push(lastId);
    scores.push(last);
  }
  return [ids, scores];
}
