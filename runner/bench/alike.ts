import type { BenchCell } from './bench-cells.ts';
import type { PeerResult } from './peers.ts';
import { NAMESAKES } from './settings.ts';

/** A sampler beside the peer of its kind, at the peer's settings, over all problems. */
export interface AlikeStanding {
  readonly sampler: string;
  readonly peer: string;
  readonly evaluations: number;
  /** Problems on which our median is as good as theirs, or better. */
  readonly asGood: number;
  /** On which it is not, but within their quartiles. */
  readonly within: number;
  /** Names of the others. */
  readonly worse: readonly string[];
}

interface Place {
  readonly problem: string;
  readonly evaluations: number;
}

/** @param cells of searches with the settings of the peers */
export function alikeStandings(
  cells: readonly BenchCell[],
  peers: readonly (PeerResult & Place)[],
): AlikeStanding[] {
  const groups = Map.groupBy(cells, ({ sampler, evaluations }) => `${sampler} ${evaluations}`);
  return [...groups.values()].flatMap((own) => {
    const [{ sampler, evaluations } = { sampler: '', evaluations: 0 }] = own;
    const peer = NAMESAKES[sampler]?.peer;
    const theirs = peers.filter((cell) => cell.peer === peer && cell.evaluations === evaluations);
    const pairs = own.flatMap((cell) => {
      const other = theirs.find(({ problem }) => problem === cell.problem);
      return other === undefined ? [] : [{ cell, other }];
    });
    if (peer === undefined || pairs.length === 0) return [];
    const asGood = pairs.filter(({ cell, other }) => cell.median <= other.median).length;
    const worse = pairs.filter(({ cell, other }) => !(cell.median <= other.q75));
    const within = pairs.length - asGood - worse.length;
    const names = worse.map(({ cell }) => cell.problem);
    return [{ sampler, peer, evaluations, asGood, within, worse: names }];
  });
}
