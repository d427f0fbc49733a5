import type { ParameterSet, ParameterValue } from '../domain/parameter-set.ts';
import type { Candidate, Figures } from './candidate.ts';
import { readLiveFile } from './live-file.ts';
import { formatOf, type LiveFormatName, parametersOf } from './live-format.ts';
import { liveHistory } from './live-history.ts';
import { hashOf, type PromotionRecord, type RecordedPromotion } from './promotion-record.ts';

/** A parameter before and after; null where it is not set. */
export interface ParameterChange {
  readonly name: string;
  readonly before: ParameterValue | null;
  readonly after: ParameterValue | null;
  readonly same: boolean;
}

/** A candidate beside what is live. */
export interface Difference {
  /** Null where nothing is live. */
  readonly file: string | null;
  /** The promotion that is live; null where it is nobody's, or edited since. */
  readonly live: RecordedPromotion | null;
  readonly parameters: readonly ParameterChange[];
  readonly figures: readonly FigureChange[];
}

export interface FigureChange {
  readonly name: string;
  /** Null where it is not known: the live parameters were never measured on the same days. */
  readonly before: number | null;
  readonly after: number | null;
}

/** A live file and, where its name does not tell, its format. */
export interface Target {
  /** Undefined compares with nothing. */
  readonly file: string | undefined;
  readonly format?: LiveFormatName | undefined;
}

/** What promoting a candidate would change. */
export async function differenceTo(
  record: PromotionRecord,
  candidate: Candidate,
  { file, format }: Target,
): Promise<Difference> {
  const nothing = { file: null, live: null, set: null } as const;
  const {
    file: path,
    live,
    set,
  } = file === undefined ? nothing : await lookAt(record, file, format);
  const own = Object.keys(candidate.parameters);
  // A configuration of LEAN's holds more than what was searched.
  const before =
    set === null ? {} : only(set, [...own, ...Object.keys(live?.from?.parameters ?? {})]);
  return {
    file: path,
    live,
    parameters: parameterChanges(before, candidate.parameters),
    figures: figureChanges(figuresBefore(candidate, live, set), candidate.figures),
  };
}

async function lookAt(record: PromotionRecord, file: string, format: LiveFormatName | undefined) {
  const { path, content } = await readLiveFile(file);
  if (content === null) return { file: path, live: null, set: null };
  const now = hashOf(content);
  const top = liveHistory(await record.list(), path, now).contents.at(-1);
  const text = content.toString('utf8');
  const set = parametersOf(text, format ?? top?.promotion?.format ?? formatOf(file, text));
  return { file: path, live: top?.hash === now ? top.promotion : null, set };
}

/** Values are compared as text, which is all that LEAN's files hold. */
export function parameterChanges(before: ParameterSet, after: ParameterSet): ParameterChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.map((name) => {
    const [was = null, is = null] = [before[name], after[name]];
    return { name, before: was, after: is, same: String(was) === String(is) };
  });
}

/** Of the live set: what it was promoted with, or what the search was compared with, if that is it. */
function figuresBefore(
  { baseline }: Candidate,
  live: RecordedPromotion | null,
  set: ParameterSet | null,
): Figures {
  if (live?.from != null) return live.from.figures;
  if (baseline === null || set === null) return {};
  const isBaseline = Object.entries(baseline.parameters).every(
    ([name, value]) => String(set[name]) === String(value),
  );
  return isBaseline ? baseline.figures : {};
}

function figureChanges(before: Figures, after: Figures): FigureChange[] {
  return Object.keys({ ...after, ...before }).map((name) => ({
    name,
    before: asNumber(before[name]),
    after: asNumber(after[name]),
  }));
}

/** The record's lines carry infinities as text. */
function asNumber(value: unknown): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

function only(set: ParameterSet, names: readonly string[]): ParameterSet {
  return Object.fromEntries(Object.entries(set).filter(([name]) => names.includes(name)));
}
