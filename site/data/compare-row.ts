import type { ComparedRun } from './compared-run.ts';

export interface CompareCell {
  readonly text: string;
  /** A smaller word beside it. */
  readonly note?: string;
  /** Where a value lies on its range, from 0 to 1. */
  readonly position?: number;
  /** `better`: the best of all runs. `differs`: other than the first run's. */
  readonly mark?: 'better' | 'differs' | null;
  /** Where the text has several lines: each, and whether the first run lacks it or all have it. */
  readonly lines?: readonly CompareLine[];
}

export interface CompareLine {
  readonly text: string;
  readonly mark: 'differs' | 'alike' | null;
}

export interface CompareRow {
  readonly name: string;
  /** One for each run, in their order. */
  readonly cells: readonly CompareCell[];
}

/** A run that is there, with what it was made of. */
export type LoadedRun = ComparedRun & {
  readonly record: NonNullable<ComparedRun['record']>;
  readonly job: NonNullable<ComparedRun['job']>;
};

export function isLoaded(run: ComparedRun): run is LoadedRun {
  return run.record !== null && run.job !== null;
}

export function differs({ cells }: CompareRow): boolean {
  return cells.some(({ mark }) => mark === 'differs');
}

/** Marks each text that is not the first run's, and in long ones each line that is not. */
export function textRow(name: string, texts: readonly string[]): CompareRow {
  const long = texts.some((text) => text.includes('\n'));
  const split = texts.map((text) => text.split('\n'));
  const [first = []] = split;
  const common = first.filter((line) => split.every((lines) => lines.includes(line)));
  const markOf = (line: string) => {
    if (common.includes(line)) return 'alike';
    return first.includes(line) ? null : 'differs';
  };
  const cells = texts.map((text, index): CompareCell => {
    const mark = text === texts[0] ? null : 'differs';
    if (!long) return { text, mark };
    return {
      text,
      mark,
      lines: (split[index] ?? []).map((line) => ({ text: line, mark: markOf(line) })),
    };
  });
  return { name, cells };
}
