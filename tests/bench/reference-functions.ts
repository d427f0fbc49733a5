import { existsSync, readFileSync } from 'node:fs';
import { referenceFunctions } from '../../runner/bench/functions/index.ts';
import type { Problem } from '../../runner/bench/problem.ts';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';

/** A reference function of one objective, minimised as its figures are. */
export interface ReferenceFunction extends Problem {
  evaluate(set: ParameterSet): number;
}

/** What a peer got: quartiles of its best by number of evaluations. */
export interface ReferenceResult {
  readonly optimizer: string;
  readonly function: string;
  readonly runLength: number;
  readonly checkpoints: Readonly<Record<string, { q25: number; median: number; q75: number }>>;
}

const RESULTS = new URL('../../../shared/reference/optimizers/results.json', import.meta.url);

/** Empty where the recorded figures are missing, with which they are compared. */
export function readReferenceFunctions(): ReferenceFunction[] {
  if (!existsSync(RESULTS)) return [];
  return Object.values(referenceFunctions)
    .map((create) => create())
    .filter(({ reference }) => reference === undefined)
    .map(withValue);
}

function withValue(problem: Problem): ReferenceFunction {
  return { ...problem, evaluate: (set) => -problem.judge(set).fitness };
}

export function readReferenceResults(): ReferenceResult[] {
  if (!existsSync(RESULTS)) return [];
  return (JSON.parse(readFileSync(RESULTS, 'utf8')) as { results: ReferenceResult[] }).results;
}
