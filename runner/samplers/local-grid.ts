import { z } from 'zod';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Sampler, SamplerContext, SamplerFactory, Told } from '../domain/sampler.ts';
import { compareMerits, meritOf } from './merit.ts';
import { takeSets } from './take-sets.ts';

const options = z
  .strictObject({
    top_n: z.int().min(1).default(3).describe('Best sets of the stages before to search around'),
    radius: z.int().min(1).default(1).describe('Grid steps a parameter may move (Chebyshev)'),
    max_neighbors: z
      .int()
      .min(1)
      .default(50)
      .describe(
        'The most neighbours of a set, those with the fewest changes first; a climb looks at so many at a time',
      ),
    climb: z
      .boolean()
      .default(false)
      .describe(
        'Goes on from a better neighbour until none of all is better, instead of one ring only',
      ),
    batch_size: z.int().min(1).default(20).describe('Sets proposed before any of them is told'),
    samples: z.int().positive().optional().describe('The most sets to evaluate; bounds a climb'),
  })
  .describe('All neighbours on the grid of the best sets so far');

type Options = z.output<typeof options>;

const factory: SamplerFactory<Options> = {
  create: createLocalGrid,
  batch: ({ batch_size }) => batch_size,
  size({ top_n, max_neighbors, climb, samples = Number.POSITIVE_INFINITY }, { gridSize }) {
    if (!climb) return Math.min(samples, top_n * (max_neighbors + 1));
    // Every step up is to a set that was not climbed from before: on a grid there is an end.
    return gridSize === null ? samples : Math.min(samples, Number(gridSize));
  },
  learns: true,
  budgetOptions: ['samples'],
  grows: true,
};

/**
 * Local search on the grid: the neighbours of each of the best sets, best set first. With `climb` the
 * search moves to the best neighbour that is better and looks around it in turn, until a set beats
 * all its neighbours (steepest ascent); then comes the next of the best. Ten parameters have 59,048
 * neighbours: a climb moves as soon as a part of them, `max_neighbors` long, has a better one, and
 * looks at the next part where it has none. One ring is the default, since that is what the stage of
 * this name does in the older tool whose files are read.
 */
export const localGrid = { options, ...factory };

/** A hill being climbed: its summit so far and the answers around it that are still open. */
interface Hill {
  summit: Told;
  /** The best answer of the ring around the summit. */
  best: Told;
  ring: Iterator<ParameterSet>;
  /** Neighbours that may be asked for before the answers to them are compared. */
  left: number;
  waiting: number;
}

function createLocalGrid({
  space,
  options: { top_n, radius, max_neighbors, climb },
  seeds,
  randomAt,
  history,
}: SamplerContext<Options>): Sampler {
  const visited = new Set<string>();
  const starts: Told[] = seeds.slice(0, top_n);
  // With nothing to search around, a search of its own starts at a random set.
  let start = starts.length === 0 ? space.draw(randomAt(0)) : null;
  let startIsOpen = false;
  let hill: Hill | null = null;

  const surround = (summit: Told): Hill => {
    visited.add(space.key(summit.params));
    const ring = space.neighbours(summit.params, radius)[Symbol.iterator]();
    return { summit, best: summit, ring, left: max_neighbors, waiting: 0 };
  };

  const nextHill = (): Hill | null => {
    for (let summit = starts.shift(); summit; summit = starts.shift()) {
      if (!climb || !visited.has(space.key(summit.params))) return surround(summit);
    }
    return null;
  };

  const hillAfter = (told: Hill): Hill | null => {
    if (!climb) return nextHill();
    if (isBetter(told.best, told.summit)) return surround(told.best);
    // A part that came to its end is followed by the next.
    if (told.left === 0) return { ...told, left: max_neighbors };
    return nextHill();
  };

  /** The next set, or null where answers are needed first or nothing is left. */
  const propose = (): ParameterSet | null => {
    if (start !== null) {
      const first = start;
      start = null;
      startIsOpen = true;
      return first;
    }
    hill ??= nextHill();
    while (hill !== null) {
      const neighbour = nextNeighbour(hill);
      if (neighbour !== null) return neighbour;
      if (climb && hill.waiting > 0) return null;
      hill = hillAfter(hill);
    }
    return null;
  };

  const tell = (told: Told): void => {
    if (startIsOpen) starts.push(told);
    startIsOpen = false;
    // Without climbing, answers change nothing.
    if (hill === null) return;
    hill.waiting--;
    if (isBetter(told, hill.best)) hill.best = told;
  };

  const ask = (count: number): ParameterSet[] => takeSets(count, propose);

  // Neighbours come one after another, so the asks are walked through again; a set costs some µs.
  for (const batch of history) {
    ask(batch.length);
    for (const told of batch) tell(told);
  }
  return { ask, tell };
}

/** Below the limits of a job, up is where less is missed. */
function isBetter(one: Told, other: Told): boolean {
  return compareMerits(meritOf(one), meritOf(other)) < 0;
}

/** Null where the ring, or the part of it that is looked at, is at its end. */
function nextNeighbour(hill: Hill): ParameterSet | null {
  if (hill.left === 0) return null;
  const { value, done } = hill.ring.next();
  if (done) return null;
  hill.left--;
  hill.waiting++;
  return value;
}
