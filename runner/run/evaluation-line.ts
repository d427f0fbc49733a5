import type { Evaluation } from '../domain/evaluation.ts';

/** JSON has no infinities; lines carry them as the strings "Infinity" and "-Infinity". */
function encodeNumber(value: number): number | string | undefined {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? undefined : String(value);
}

function encodeValue(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? encodeNumber(value) : value;
}

/** One evaluation as a line of `evaluations.jsonl`, newline included. */
export function encodeEvaluation(evaluation: Evaluation): string {
  // The replacer costs three times the rest, and most lines have nothing to replace.
  const text = hasOnlyFinite(evaluation)
    ? JSON.stringify(evaluation)
    : JSON.stringify(evaluation, encodeValue);
  return `${text}\n`;
}

function hasOnlyFinite(evaluation: Evaluation): boolean {
  if (!Number.isFinite(evaluation.fitness)) return false;
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
 * @throws SyntaxError where it is no JSON, TypeError where it is no evaluation
 */
export function parseEvaluation(line: string): Evaluation {
  const value = JSON.parse(line) as Evaluation;
  const problem = problemOf(value);
  if (problem !== null) throw new TypeError(`Cannot read an evaluation: ${problem}`);
  return line.includes('Infinity"') ? withInfinities(value) : value;
}

/** Measured numbers only: a parameter may well have a category called "Infinity". */
function withInfinities(value: Evaluation): Evaluation {
  const { params, metrics, violations, ...head } = value;
  return { ...decoded(head), params, metrics: decoded(metrics), violations: decoded(violations) };
}

function decoded<T extends object>(values: T): T {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    value === 'Infinity' || value === '-Infinity' ? Number(value) : value,
  ]);
  return Object.fromEntries(entries) as T;
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
