import figures from './peers.json' with { type: 'json' };
import type { Quartiles } from './quartiles.ts';

/** An optimizer that people use elsewhere, as it was measured. */
export interface Peer {
  readonly name: string;
  readonly library: string;
  readonly version: string;
  readonly algorithm: string;
}

/** What a peer got on a function; values are minimised. */
export interface PeerResult extends Quartiles {
  readonly peer: string;
  readonly seeds: number;
}

/** Own time of a peer for each suggestion. */
export interface PeerTime {
  readonly peer: string;
  readonly evaluations: number;
  readonly microseconds: number;
}

interface Row {
  readonly peer: string;
  readonly function: string;
  readonly batch: number;
  readonly length: number;
  readonly seeds: number;
  readonly microseconds: number;
  /** By place in the list of checkpoints; null before anything valid was found. */
  readonly quartiles: readonly (readonly number[] | null)[];
}

const CHECKPOINTS: readonly number[] = figures.checkpoints;

const rows: readonly Row[] = (figures.results as unknown as readonly unknown[][]).map(
  ([peer, name, batch, length, seeds, microseconds, quartiles]) =>
    ({ peer, function: name, batch, length, seeds, microseconds, quartiles }) as Row,
);

interface Optimizer extends Omit<Peer, 'name'> {
  readonly by_length?: boolean;
  readonly from_centre?: boolean;
}

const optimizers: Readonly<Record<string, Optimizer>> = figures.optimizers;

/** When and how all of them were measured. */
export const peersMeasured = { at: figures.measured, how: figures.how } as const;

export function peerNamed(name: string): Peer {
  const { library = '', version = '', algorithm = '' } = optimizers[name] ?? {};
  return { name, library, version, algorithm };
}

/** Whether its first set, or the mean of its first, is the centre of the space. */
export function startsAtCentre(name: string): boolean {
  return optimizers[name]?.from_centre === true;
}

/** Figures of one peer on one function come from its measurement with the most seeds. */
function measured(name: string, batch: number, evaluations: number): readonly Row[] {
  const place = CHECKPOINTS.indexOf(evaluations);
  const found = rows.filter((row) => {
    const fits = row.function === name && row.batch === batch && row.quartiles[place] != null;
    const dependsOnLength = optimizers[row.peer]?.by_length === true;
    return fits && (!dependsOnLength || row.length === evaluations);
  });
  const best = new Map<string, Row>();
  for (const row of found.toSorted((a, b) => a.seeds - b.seeds || b.length - a.length)) {
    best.set(row.peer, row);
  }
  return [...best.values()];
}

/** All peers after so many evaluations of a function, the best first. */
export function peerResults(name: string, batch: number, evaluations: number): PeerResult[] {
  const place = CHECKPOINTS.indexOf(evaluations);
  const results = measured(name, batch, evaluations).map(({ peer, seeds, quartiles }) => {
    const [q25 = Number.NaN, median = Number.NaN, q75 = Number.NaN] = quartiles[place] ?? [];
    return { peer, seeds, q25, median, q75 };
  });
  return results.toSorted((a, b) => a.median - b.median);
}

/** What three quarters of a peer's searches of that length had after their first ten evaluations. */
export function peerBegins(
  peer: string,
  search: { problem: string; batch: number; evaluations: number },
) {
  const { problem, batch, evaluations } = search;
  const row = measured(problem, batch, evaluations).find((one) => one.peer === peer);
  return row?.quartiles[0]?.[2] ?? Number.POSITIVE_INFINITY;
}

export interface PeerCurve {
  readonly peer: string;
  /** Medians: [evaluations, value]. */
  readonly points: readonly (readonly [number, number])[];
}

/** Of each peer the longest searches that are not longer: one measurement, so that it never rises. */
export function peerCurves(name: string, batch: number, longest: number): PeerCurve[] {
  const found = rows.filter((row) => row.function === name && row.batch === batch);
  return [...Map.groupBy(found, ({ peer }) => peer)].flatMap(([peer, own]) => {
    const reach = ({ length }: Row): number => Math.min(length, longest);
    const dependsOnLength = optimizers[peer]?.by_length === true;
    const [row] = own
      .filter(({ length }) => !dependsOnLength || length <= longest)
      .toSorted((a, b) => reach(b) - reach(a) || b.seeds - a.seeds);
    const points = CHECKPOINTS.flatMap((n, place): [number, number][] => {
      const median = row?.quartiles[place]?.[1];
      return n > longest || median === undefined ? [] : [[n, median]];
    });
    return points.length === 0 ? [] : [{ peer, points }];
  });
}

/** The processor's time of the peers by length of the search, the objective included. */
export function peerTimes(batch: number): PeerTime[] {
  const groups = Map.groupBy(
    rows.filter((row) => row.batch === batch),
    ({ peer, length }) => `${peer} ${length}`,
  );
  return [...groups.values()].flatMap((group) => {
    const sorted = group.map(({ microseconds }) => microseconds).toSorted((a, b) => a - b);
    const [first] = group;
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    if (first === undefined || median === undefined) return [];
    return [{ peer: first.peer, evaluations: first.length, microseconds: median }];
  });
}
