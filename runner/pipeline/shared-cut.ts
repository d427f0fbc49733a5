import type { ParameterSet } from '../domain/parameter-set.ts';

/**
 * How many of the first sets one slot should be given, at most `most`: up to where the outermost of
 * the parameters changes by which sets share steps. A slot that was given a part of those that share
 * would compute steps that the next one computes again.
 * @param sharing outermost first
 */
export function sharedCut(
  sets: readonly { readonly set: ParameterSet }[],
  most: number,
  sharing: readonly string[],
): number {
  if (sets.length <= most) return sets.length;
  let [best, outermost] = [most, sharing.length];
  for (let at = most; at > 0 && outermost > 0; at--) {
    const before = sets[at - 1]?.set;
    const after = sets[at]?.set;
    const changed = sharing.findIndex((name) => before?.[name] !== after?.[name]);
    if (changed >= 0 && changed < outermost) [best, outermost] = [at, changed];
  }
  return best;
}
