import type { CompleteOutcome, MetricRow } from '../domain/executor.ts';
import { HEADLINE_METRICS, type HeadlineMetric, type Metrics } from '../domain/metrics.ts';
import { prefixOf, type Variation, variationsAmong } from '../domain/variation.ts';

/** The metrics of an evaluation by where they are kept; those of variations only in the columns. */
export interface SplitMetrics {
  /** At the top level of the line. */
  readonly headline: Readonly<Partial<Record<HeadlineMetric, number>>>;
  /** Under `metrics` in the line. */
  readonly metrics: Metrics;
  /** What fitness and limits look at. */
  readonly judged: Metrics;
}

export type SplitOutcome = (outcome: CompleteOutcome) => SplitMetrics;

export interface SplitOptions {
  /** What the strategy measures apart; found by the names of the metrics where absent. */
  readonly variations?: readonly Variation[] | undefined;
  /** Everything that may name a metric to be judged by. */
  readonly judgedBy: unknown;
}

/** Where the metrics of one list of names go. */
interface Places {
  readonly head: readonly (readonly [HeadlineMetric, number])[];
  readonly rest: readonly (readonly [string, number])[];
  readonly judgesVariations: boolean;
}

export function createSplit({ variations, judgedBy }: SplitOptions): SplitOutcome {
  const judgedText = JSON.stringify(judgedBy ?? null);
  let lastNames: readonly string[] | undefined;
  let lastPlaces: Places | undefined;

  const placesOf = (names: readonly string[]): Places => {
    if (lastPlaces !== undefined && isSame(names, lastNames)) {
      // Those that arrived together share one list, so that the next comparison is of one pointer.
      lastNames = names;
      return lastPlaces;
    }
    const wide = variationMetrics(names, variations);
    const placed = names.map((name, place) => [name, place] as const);
    lastNames = names;
    lastPlaces = {
      head: placed.filter(isHeadline),
      rest: placed.filter((entry) => !isHeadline(entry) && !wide.has(entry[0])),
      judgesVariations: [...wide].some((name) => judgedText.includes(JSON.stringify(name))),
    };
    return lastPlaces;
  };

  const splitRow = (row: MetricRow, outcome: CompleteOutcome): SplitMetrics => {
    const { head, rest, judgesVariations } = placesOf(row.names);
    const headline: Partial<Record<HeadlineMetric, number>> = {};
    const metrics: Record<string, number> = {};
    const judged: Record<string, number> = {};
    for (const [name, place] of head) {
      const value = row.values[row.offset + place] as number;
      if (!Number.isNaN(value)) judged[name] = headline[name] = value;
    }
    for (const [name, place] of rest) {
      const value = row.values[row.offset + place] as number;
      if (!Number.isNaN(value)) judged[name] = metrics[name] = value;
    }
    return { headline, metrics, judged: judgesVariations ? outcome.metrics : judged };
  };

  return (outcome) =>
    outcome.row === undefined
      ? splitMetrics(outcome.metrics, variations)
      : splitRow(outcome.row, outcome);
}

/** The same of metrics that came one by one. */
export function splitMetrics(
  all: Metrics,
  variations?: readonly Variation[] | undefined,
): SplitMetrics {
  const wide = variationMetrics(Object.keys(all), variations);
  const headline: Partial<Record<HeadlineMetric, number>> = {};
  const metrics: Record<string, number> = {};
  for (const name in all) {
    const value = all[name] as number;
    if (Number.isNaN(value) || wide.has(name)) continue;
    if (isHeadline([name])) headline[name as HeadlineMetric] = value;
    else metrics[name] = value;
  }
  return { headline, metrics, judged: all };
}

/** Lists of names that arrive one after the other are nearly always alike. */
export function isSame(names: readonly string[], others: readonly string[] | undefined): boolean {
  if (names === others) return true;
  if (names.length !== others?.length) return false;
  for (let place = 0; place < names.length; place++) {
    if (names[place] !== others[place]) return false;
  }
  return true;
}

const NONE: ReadonlySet<string> = new Set();

function variationMetrics(
  names: readonly string[],
  variations: readonly Variation[] | undefined,
): ReadonlySet<string> {
  const prefixes = (variations ?? variationsAmong(names)).map(prefixOf);
  if (prefixes.length === 0) return NONE;
  return new Set(names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix))));
}

function isHeadline(
  entry: readonly [string, ...unknown[]],
): entry is readonly [HeadlineMetric, number] {
  return (HEADLINE_METRICS as readonly string[]).includes(entry[0]);
}
