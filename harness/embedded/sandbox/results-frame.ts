import type { ResultsAnswer, ResultsLine } from './messages.ts';

/** A results answer as it travels: a line, then the bytes of its numbers. */
export interface ResultsFrame {
  readonly line: string;
  readonly floats: Float64Array<ArrayBuffer>;
}

export function resultsFrame({ ms, values, ...rest }: ResultsAnswer): ResultsFrame {
  const count = ms.length;
  const floats = new Float64Array(count + values.length);
  floats.set(ms);
  floats.set(values, count);
  const line: ResultsLine = { ...rest, count, floats: floats.length };
  return { line: JSON.stringify(line), floats };
}
