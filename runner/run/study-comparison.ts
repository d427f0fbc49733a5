import type { ParameterValue } from '../domain/parameter-set.ts';
import type { Study, StudyBest } from '../domain/study.ts';

/** A parameter of the bests of two studies; null where a set does not have it. */
export interface ComparedParameter {
  readonly name: string;
  readonly values: readonly [ParameterValue | null, ParameterValue | null];
  readonly same: boolean;
}

/** One symbol in two studies. */
export interface ComparedSymbol {
  readonly symbol: string;
  /** Null where a study has no valid set of it. */
  readonly bests: readonly [StudyBest | null, StudyBest | null];
  /** The second's best less the first's; null where one is missing. */
  readonly gain: number | null;
  /** Evaluations of the symbol in each study … */
  readonly evaluations: readonly [number, number];
  /** … and how many it took to reach the best. */
  readonly until_best: readonly [number | null, number | null];
  readonly parameters: readonly ComparedParameter[];
  /** Whether both measure alike: same data, dates, cash and fitness. */
  readonly alike: boolean;
}

export interface StudyComparison {
  readonly studies: readonly [ComparedStudy, ComparedStudy];
  readonly symbols: readonly ComparedSymbol[];
}

type ComparedStudy = Pick<
  Study,
  'name' | 'title' | 'runs' | 'evaluations' | 'seconds' | 'strategies' | 'created_at' | 'updated_at'
>;

export function compareStudies(one: Study, other: Study): StudyComparison {
  const symbols = [...new Set([...one.symbols, ...other.symbols])];
  return {
    studies: [headOf(one), headOf(other)],
    symbols: symbols.map((symbol) => compareSymbol(one, other, symbol)),
  };
}

function headOf(study: Study): ComparedStudy {
  const { name, title, runs, evaluations, seconds, strategies, created_at, updated_at } = study;
  return { name, title, runs, evaluations, seconds, strategies, created_at, updated_at };
}

function compareSymbol(one: Study, other: Study, symbol: string): ComparedSymbol {
  const bests = [bestOf(one, symbol), bestOf(other, symbol)] as const;
  const [first, second] = bests;
  const measures = new Set([...measuresOf(one, symbol), ...measuresOf(other, symbol)]);
  return {
    symbol,
    bests,
    gain: first && second ? second.evaluation.fitness - first.evaluation.fitness : null,
    evaluations: [totalOf(one, symbol), totalOf(other, symbol)],
    until_best: [untilBest(one, symbol), untilBest(other, symbol)],
    parameters: comparedParameters(bests),
    alike: measures.size < 2,
  };
}

function comparedParameters([one, other]: ComparedSymbol['bests']): ComparedParameter[] {
  const [a, b] = [one?.evaluation.params ?? {}, other?.evaluation.params ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => {
    const values = [a[name] ?? null, b[name] ?? null] as const;
    return { name, values, same: values[0] === values[1] };
  });
}

function bestOf({ bests }: Study, wanted: string): StudyBest | null {
  return bests.find(({ symbol }) => symbol === wanted) ?? null;
}

function totalOf({ courses }: Study, wanted: string): number {
  return courses.find(({ symbol }) => symbol === wanted)?.total ?? 0;
}

function untilBest({ courses }: Study, wanted: string): number | null {
  return courses.find(({ symbol }) => symbol === wanted)?.best.at(-1)?.[0] ?? null;
}

function measuresOf({ history }: Study, wanted: string): string[] {
  const searches = history.flatMap((run) => run.searches);
  return searches
    .filter(({ symbol }) => symbol === wanted)
    .map(({ start }) => `${start?.setup} ${start?.judged}`);
}
