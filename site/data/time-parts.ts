import type { TimeKind, TimeSplit } from '../../runner/domain/time-split.ts';

export interface TimePart {
  readonly kind: TimeKind;
  readonly label: string;
  readonly seconds: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** What a trader pays for first; the same order wherever it is shown, so that colours stay. */
const LABELS: Readonly<Record<TimeKind, string>> = {
  strategy: 'Strategy',
  engine: 'Engine',
  data: 'Data',
  search: 'Search',
  journal: 'Journal',
  dispatch: 'Dispatch',
  waiting: 'Waiting',
};

/** The parts of a search's time with their shares, in the order of showing; empty where all are 0. */
export function timeParts(split: TimeSplit): readonly TimePart[] {
  const kinds = Object.keys(LABELS) as TimeKind[];
  const total = kinds.reduce((sum, kind) => sum + (split[kind] ?? 0), 0);
  if (!(total > 0)) return [];
  return kinds.map((kind) => {
    const seconds = split[kind] ?? 0;
    return { kind, label: LABELS[kind], seconds, share: seconds / total };
  });
}
