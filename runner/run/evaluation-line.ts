import type { Evaluation } from '../domain/evaluation.ts';
import { SEAL_LENGTH, sealOf, unsealed } from './line-seal.ts';

/** One evaluation as a line of `evaluations.jsonl`, newline included. */
export function encodeEvaluation(evaluation: Evaluation): string {
  return `${JSON.stringify(encodable(evaluation))}\n`;
}

/*
 * The sum of a line covers all that makes two evaluations equal, and ends before what only describes
 * how this one was carried out; equal evaluations have equal sums.
 */
/** The first of the fields that describe the execution. */
const EXECUTION = ',"attempt":';
const EXECUTION_BYTES = Buffer.from(EXECUTION);

function coveredBytes(line: Buffer): Buffer {
  const end = line.lastIndexOf(EXECUTION_BYTES);
  return end < 0 ? line : line.subarray(0, end);
}

function coveredText(line: string): string {
  const end = line.lastIndexOf(EXECUTION);
  return end < 0 ? line : line.slice(0, end);
}

/** Lines ready to be written, and where each begins. */
export interface EncodedLines {
  /** Good until the next lines are encoded. */
  readonly bytes: Uint8Array;
  readonly starts: readonly number[];
}

/**
 * Where one evaluation ends and the next begins in the JSON of many. Nothing inside one looks so:
 * quotes within texts are escaped, and no list of an evaluation holds objects.
 */
const BORDER = Buffer.from('},{"v":1,"id":');

/**
 * The same of many at a time, at a third of the price: they are made JSON at once. Each line carries
 * the sum of what it says.
 */
export function createLinesEncoder(): (evaluations: readonly Evaluation[]) => EncodedLines {
  let buffer = Buffer.alloc(0);
  let sealed = Buffer.alloc(0);
  return (evaluations) => {
    const text = jsonOf(evaluations);
    if (buffer.length < text.length * 3) buffer = Buffer.alloc(text.length * 3);
    const written = buffer.subarray(0, buffer.write(text));
    const ends = endsIn(written);
    if (ends.length !== evaluations.length) {
      throw new Error(
        `Cannot write evaluations: wanted ${evaluations.length} lines, found ${ends.length}`,
      );
    }
    const size = written.length + ends.length * SEAL_LENGTH;
    if (sealed.length < size) sealed = Buffer.alloc(size * 2);
    const starts: number[] = [];
    let [from, to] = [1, 0];
    for (const end of ends) {
      const line = written.subarray(from, end - 1);
      starts.push(to);
      sealed.set(line, to);
      to += line.length;
      to += sealed.write(sealOf(coveredBytes(line)), to, 'latin1');
      from = end + 1;
    }
    return { bytes: sealed.subarray(0, to), starts };
  };
}

/** Where each evaluation of a JSON list ends. */
function endsIn(list: Buffer): number[] {
  const ends: number[] = [];
  for (let at = list.indexOf(BORDER); at >= 0; at = list.indexOf(BORDER, at + 1)) ends.push(at + 1);
  ends.push(list.length - 1);
  return ends;
}

/**
 * Most of what is not finite is the fitness of a set that is invalid: a text stands in its place
 * while the JSON is made, since copies of hundreds of thousands of evaluations cost more than that.
 */
function jsonOf(evaluations: readonly Evaluation[]): string {
  const invalid: { fitness: unknown }[] = [];
  const texts = evaluations.map((evaluation) => {
    if (evaluation.fitness !== Number.NEGATIVE_INFINITY) return encodable(evaluation);
    if (!isFiniteBut(evaluation)) return encodable(evaluation);
    invalid.push(evaluation);
    return evaluation;
  });
  for (const evaluation of invalid) evaluation.fitness = '-Infinity';
  try {
    return JSON.stringify(texts);
  } finally {
    for (const evaluation of invalid) evaluation.fitness = Number.NEGATIVE_INFINITY;
  }
}

/** JSON has no infinities; lines carry them as the strings "Infinity" and "-Infinity". */
function encodable(evaluation: Evaluation): unknown {
  if (hasOnlyFinite(evaluation)) return evaluation;
  const { params, metrics, violations, ...head } = evaluation;
  const copy: Record<string, unknown> = {};
  for (const name in evaluation) copy[name] = evaluation[name as keyof Evaluation];
  return {
    ...copy,
    ...encoded(head),
    metrics: encoded(metrics),
    violations: encoded(violations),
  };
}

/** What is not a number is left out. */
function encoded(values: object): Record<string, unknown> {
  const entries = Object.entries(values).map(([name, value]) =>
    typeof value === 'number' && !Number.isFinite(value)
      ? [name, Number.isNaN(value) ? undefined : String(value)]
      : [name, value],
  );
  return Object.fromEntries(entries);
}

function hasOnlyFinite(evaluation: Evaluation): boolean {
  return Number.isFinite(evaluation.fitness) && isFiniteBut(evaluation);
}

/** The same whatever the fitness is. */
function isFiniteBut(evaluation: Evaluation): boolean {
  const { profit_factor: factor } = evaluation;
  if (factor !== undefined && !Number.isFinite(factor)) return false;
  return allFinite(evaluation.metrics) && allFinite(evaluation.violations);
}

function allFinite(values: Readonly<Record<string, number>>): boolean {
  for (const name in values) if (!Number.isFinite(values[name])) return false;
  return true;
}

/**
 * Reads a line back.
 * @throws SyntaxError where it is no JSON, TypeError where it is no evaluation or a changed one
 */
export function parseEvaluation(line: string): Evaluation {
  const value = JSON.parse(unsealed(line, coveredText)) as Evaluation;
  const problem = problemOf(value);
  if (problem !== null) throw new TypeError(`Cannot read an evaluation: ${problem}`);
  return line.includes('Infinity"') ? withInfinities(value) : value;
}

/** Measured numbers only: a parameter may well have a category called "Infinity". */
function withInfinities(value: Evaluation): Evaluation {
  decode(value);
  decode(value.metrics);
  decode(value.violations);
  return value;
}

/** In place: most lines of a search whose sets are often invalid have one. */
function decode(values: object): void {
  const named = values as Record<string, unknown>;
  for (const name in named) {
    const value = named[name];
    if (value === 'Infinity' || value === '-Infinity') named[name] = Number(value);
  }
}

const STATUSES = new Set(['complete', 'invalid', 'failed', 'pruned']);

function problemOf(value: Partial<Evaluation> | null): string | null {
  if (typeof value !== 'object' || value === null) return 'wanted an object';
  if (value.v !== 1) return `wanted v 1, found ${JSON.stringify(value.v)}`;
  if (!Number.isSafeInteger(value.id) || (value.id as number) < 1) return 'wanted a positive id';
  if (typeof value.stage !== 'string') return 'wanted a stage';
  if (!STATUSES.has(value.status as string)) return 'wanted a status';
  if (typeof value.params !== 'object' || value.params === null) return 'wanted params';
  if (typeof value.metrics !== 'object' || value.metrics === null) return 'wanted metrics';
  const fitness: unknown = value.fitness;
  if (typeof fitness !== 'number' && fitness !== 'Infinity' && fitness !== '-Infinity') {
    return 'wanted a fitness';
  }
  return null;
}
