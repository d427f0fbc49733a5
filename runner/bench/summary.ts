import { type AlikeStanding, alikeStandings } from './alike.ts';
import { type BenchCell, type BenchTarget, cellsOf, targetsOf } from './bench-cells.ts';
import { type BenchCurve, curvesOf, peerCurvesOf } from './bench-curves.ts';
import type { BenchRecord, ProblemFacts, RefusedSearch, SearchTask } from './bench-record.ts';
import { type OwnTime, ownTimes } from './own-times.ts';
import {
  type Peer,
  type PeerResult,
  type PeerTime,
  peerNamed,
  peerResults,
  peersMeasured,
  peerTimes,
} from './peers.ts';
import { problemNames } from './problem-names.ts';
import { NAMESAKES } from './settings.ts';
import { type Standing, standingsOf } from './standings.ts';

export interface BenchPeerCell extends PeerResult {
  readonly problem: string;
  readonly evaluations: number;
}

/** Searches that were made alike, so that they can be shown in one table. */
export interface BenchVariant extends Pick<SearchTask, 'settings' | 'batch'> {
  readonly searches: number;
}

export interface BenchPeers {
  /** When and how they were measured. */
  readonly at: string;
  readonly how: string;
  readonly list: readonly Peer[];
  readonly cells: readonly BenchPeerCell[];
  readonly curves: readonly BenchCurve[];
  readonly times: readonly PeerTime[];
  /** Which peer is of the same kind as a sampler. */
  readonly namesakes: Readonly<Record<string, string>>;
}

/**
 * What a bench tells. All values are minimised, those of problems to be maximised negated; searches
 * without a valid set stand at Infinity, which is a string in JSON.
 */
export interface BenchSummary {
  readonly leantune: string;
  readonly machine: BenchRecord['machine'];
  readonly at: string;
  readonly variant: BenchVariant;
  readonly variants: readonly BenchVariant[];
  /** Most seeds of any cell. */
  readonly seeds: number;
  readonly lengths: readonly number[];
  /** The best over all problems first. */
  readonly samplers: readonly string[];
  readonly problems: readonly ProblemFacts[];
  readonly cells: readonly BenchCell[];
  readonly targets: readonly BenchTarget[];
  readonly standings: readonly Standing[];
  /** Only of searches with the peers' settings. */
  readonly alike: readonly AlikeStanding[];
  readonly curves: readonly BenchCurve[];
  readonly times: readonly OwnTime[];
  readonly refused: readonly Pick<RefusedSearch, 'sampler' | 'problem' | 'reason'>[];
  readonly peers: BenchPeers;
}

/** Null where no search was made in the wanted way. */
export function summarise(
  record: BenchRecord,
  wanted: Partial<Pick<BenchVariant, 'settings' | 'batch'>> = {},
): BenchSummary | null {
  const variants = variantsOf(record);
  const variant = variants.find((one) => {
    const { settings = one.settings, batch = one.batch } = wanted;
    return one.settings === settings && one.batch === batch;
  });
  if (variant === undefined) return null;
  const isMeant = (task: SearchTask): boolean =>
    task.settings === variant.settings && task.batch === variant.batch;
  const searches = record.searches.filter(isMeant);
  const names = new Set(searches.map(({ problem }) => problem));
  const problems = problemNames().flatMap((name) =>
    names.has(name) ? (record.problems.get(name) ?? []) : [],
  );
  const found = new Set(searches.map(({ evaluations }) => evaluations));
  const lengths = [...found].toSorted((a, b) => a - b);
  const targets = targetsOf(problems, lengths, variant.batch);
  const cells = cellsOf(searches, problems, targets);
  const standings = standingsOf(cells);
  const peers = peersOf(problems, lengths, variant.batch);
  return {
    leantune: record.origin.leantune,
    machine: record.machine,
    at: record.at,
    variant,
    variants,
    seeds: cells.reduce((most, { seeds }) => Math.max(most, seeds), 0),
    lengths,
    samplers: bestFirst(standings),
    problems,
    cells,
    targets,
    standings,
    alike: variant.settings === 'alike' ? alikeStandings(cells, peers.cells) : [],
    curves: curvesOf(searches),
    times: ownTimes(searches),
    refused: refusedOf(record.refused.filter(isMeant)),
    peers,
  };
}

/** The searches with defaults, one set at a time, first. */
function variantsOf({ searches }: BenchRecord): BenchVariant[] {
  const groups = Map.groupBy(searches, ({ settings, batch }) => `${settings} ${batch}`);
  return [...groups.values()]
    .map((own) => {
      const { settings = 'default', batch = 1 } = own[0] ?? {};
      return { settings, batch, searches: own.length };
    })
    .toSorted((a, b) => b.settings.localeCompare(a.settings) || a.batch - b.batch);
}

/** By the longest searches; those that were not searched as long come last. */
function bestFirst(standings: readonly Standing[]): string[] {
  const longest = standings.toSorted((a, b) => {
    return b.evaluations - a.evaluations || a.meanRank - b.meanRank;
  });
  return [...new Set(longest.map(({ sampler }) => sampler))];
}

/** Once for each sampler and problem. */
function refusedOf(refused: readonly RefusedSearch[]): BenchSummary['refused'] {
  const first = new Map(refused.map((one) => [`${one.sampler} ${one.problem}`, one]));
  return [...first.values()].map(({ sampler, problem, reason }) => ({ sampler, problem, reason }));
}

function peersOf(
  problems: readonly ProblemFacts[],
  lengths: readonly number[],
  batch: number,
): BenchPeers {
  const cells = problems.flatMap(({ name: problem }) =>
    lengths.flatMap((evaluations) =>
      peerResults(problem, batch, evaluations).map((result) => {
        return { problem, evaluations, ...result };
      }),
    ),
  );
  const curves = peerCurvesOf(problems, batch, lengths.at(-1) ?? 0);
  const names = new Set([...cells.map(({ peer }) => peer), ...curves.map(({ name }) => name)]);
  return {
    ...peersMeasured,
    list: [...names].toSorted().map(peerNamed),
    cells,
    curves,
    times: peerTimes(batch).filter(({ peer }) => names.has(peer)),
    namesakes: Object.fromEntries(
      Object.entries(NAMESAKES).map(([sampler, { peer }]) => [sampler, peer]),
    ),
  };
}
