import type {
  ResultsAnswer,
  ResultsLine,
  SandboxAnswer,
} from '../../harness/embedded/sandbox/messages.ts';

/** Takes what a sandbox writes apart: lines of JSON, some followed by the bytes of numbers. */
export interface AnswerReader {
  push(piece: Uint8Array): void;
}

export interface AnswerListener {
  onAnswer(answer: SandboxAnswer): void;
  /** What came in place of an answer; nothing is read after it. */
  onCorrupt(line: string): void;
}

/** No answer is longer; one that is says that somebody else writes into the descriptor. */
const MAX_BYTES = 64 * 1024 * 1024;
const NEWLINE = 10;

export function createAnswerReader({ onAnswer, onCorrupt }: AnswerListener): AnswerReader {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  /** The results whose numbers are on their way. */
  let results: { readonly line: ResultsLine; readonly bytes: Uint8Array<ArrayBuffer> } | null =
    null;
  let filled = 0;
  let corrupt = false;

  const fail = (line: string): number => {
    corrupt = true;
    kept = [];
    onCorrupt(line);
    return Number.POSITIVE_INFINITY;
  };

  const readLine = (line: string): void => {
    const answer = parse(line);
    if (answer === null) fail(line);
    else if (answer.type !== 'results') onAnswer(answer);
    else if (!isBounded(answer)) fail(line);
    else {
      results = { line: answer, bytes: new Uint8Array(8 * answer.floats) };
      filled = 0;
      if (answer.floats === 0) finishResults();
    }
  };

  const finishResults = (): void => {
    if (results === null) return;
    const { line, bytes } = results;
    results = null;
    onAnswer(answerOf(line, new Float64Array(bytes.buffer)));
  };

  /** @returns how far the piece is read */
  const takeLine = (piece: Uint8Array, from: number): number => {
    const end = piece.indexOf(NEWLINE, from);
    const part = piece.subarray(from, end === -1 ? piece.length : end);
    kept.push(part);
    keptBytes += part.length;
    if (keptBytes > MAX_BYTES) return fail('a line without end');
    if (end === -1) return piece.length;
    const line = Buffer.concat(kept).toString('utf8');
    kept = [];
    keptBytes = 0;
    readLine(line);
    return end + 1;
  };

  const takeBytes = (piece: Uint8Array, from: number, into: Uint8Array): number => {
    const part = piece.subarray(from, from + into.length - filled);
    into.set(part, filled);
    filled += part.length;
    if (filled === into.length) finishResults();
    return from + part.length;
  };

  return {
    push(piece) {
      for (let at = 0; at < piece.length && !corrupt; ) {
        at = results === null ? takeLine(piece, at) : takeBytes(piece, at, results.bytes);
      }
    },
  };
}

type Line = Exclude<SandboxAnswer, ResultsAnswer> | ResultsLine;

function parse(line: string): Line | null {
  try {
    const answer: unknown = JSON.parse(line);
    const known = typeof answer === 'object' && answer !== null && 'type' in answer;
    return known ? (answer as Line) : null;
  } catch {
    return null;
  }
}

function isBounded({ floats, count, names }: ResultsLine): boolean {
  const whole = Number.isInteger(floats) && Number.isInteger(count) && Array.isArray(names);
  return whole && floats >= 0 && 8 * floats <= MAX_BYTES && floats === count * (names.length + 1);
}

function answerOf({ count, floats: _, ...line }: ResultsLine, floats: Float64Array): ResultsAnswer {
  return { ...line, ms: floats.subarray(0, count), values: floats.subarray(count) };
}
