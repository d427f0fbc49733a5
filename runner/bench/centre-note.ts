import { countText } from '../domain/number-text.ts';
import { randomFrom } from '../domain/random.ts';
import { referenceFunctions } from './functions/index.ts';
import { peerBegins, startsAtCentre } from './peers.ts';

/** Random sets that a centre is compared with. */
const SETS = 1_000;

/** The centre of a space is worth a word where it beats so many of them. */
const NOTABLE = 0.95;

interface Centre {
  /** Minimised. */
  readonly value: number;
  /** The share of random sets that are worse. */
  readonly beaten: number;
}

/** By function; null where there is no centre. */
const centres = new Map<string, Centre | null>();

/**
 * What a peer owes to where it starts: the centre of a test function's space is often near its
 * optimum, that of a strategy's parameters need not be. Null for peers that start elsewhere, where
 * the record shows that a peer did not (some do so for short searches only), and where the centre is
 * not remarkably good.
 */
export function centreNote(
  peer: string,
  search: { readonly problem: string; readonly batch: number; readonly evaluations: number },
): string | null {
  if (!startsAtCentre(peer)) return null;
  const known = centres.get(search.problem);
  const centre = known === undefined ? centreOf(search.problem) : known;
  centres.set(search.problem, centre);
  if (centre === null || centre.beaten < NOTABLE) return null;
  if (peerBegins(peer, search) > centre.value) return null;
  const others =
    centre.beaten === 1 ? `all of ${countText(SETS)}` : `${Math.floor(100 * centre.beaten)} % of`;
  return `starts at the centre of the space, better than ${others} random sets`;
}

function centreOf(problem: string): Centre | null {
  const made = referenceFunctions[problem]?.();
  if (made === undefined || made.reference !== undefined) return null;
  const { space, judge } = made;
  if (space.parameters.some(({ ordered }) => !ordered)) return null;
  const random = randomFrom(0, 0, 0);
  const middle = new Float64Array(space.parameters.length).fill(0.5);
  const { fitness } = judge(space.fromUnit(middle));
  let worse = 0;
  for (let n = 0; n < SETS; n++) if (judge(space.draw(random)).fitness < fitness) worse++;
  return { value: -fitness, beaten: worse / SETS };
}
