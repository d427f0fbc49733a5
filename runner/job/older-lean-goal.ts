import { describeValue, quote } from './describe-value.ts';
import { plainKeys } from './older-lean-parameters.ts';
import { readTarget, targetValue } from './older-lean-target.ts';
import type { Path } from './path.ts';
import { type Fields, isFields, type OlderProblem } from './translation.ts';

/** What LEAN's optimizer is to reach, in our words. */
export interface LeanGoal {
  readonly fields: Fields;
  readonly notes: readonly string[];
  /** Undefined for what is not of the goal. */
  origin(path: Path): Path | undefined;
}

/** LEAN judges a set that never traded like any other; there is nothing to judge in it. */
const LIMITS = { min_trades: 1, min_profit_factor: 0 };

/** `optimization-criterion` → fitness, `constraints` → constraints. */
export function leanGoal(older: Fields, problems: OlderProblem[]): LeanGoal {
  const criterion = older['optimization-criterion'];
  const stated = isFields(criterion) ? plainKeys(criterion) : {};
  const notes =
    stated['targetvalue'] === undefined
      ? []
      : ['optimization-criterion.target-value is not used: the search goes on when it is reached'];
  return {
    fields: {
      fitness: fitnessOf(criterion, problems),
      constraints: constraintsOf(older['constraints'], problems),
    },
    notes,
    origin: goalOrigin,
  };
}

function goalOrigin([first, index, key, ...rest]: Path): Path | undefined {
  if (first === 'fitness') return ['optimization-criterion'];
  if (first !== 'constraints' || index === undefined) return;
  const theirs = { metric: 'target', value: 'target-value' }[String(key)];
  return ['constraints', index, ...(key === undefined ? [] : [theirs ?? key]), ...rest];
}

function fitnessOf(criterion: unknown, problems: OlderProblem[]): Fields | undefined {
  // Ours may be named in its place.
  if (criterion === undefined) return;
  const path: Path = ['optimization-criterion'];
  if (!isFields(criterion)) {
    problems.push({ path, wanted: 'an object', found: describeValue(criterion) });
    return;
  }
  const { target, extremum = 'max' } = plainKeys(criterion);
  const weight = { max: 1, min: -1 }[String(extremum).toLowerCase()];
  if (weight === undefined) {
    const wanted = '"max" or "min"';
    problems.push({ path: [...path, 'extremum'], wanted, found: describeValue(extremum) });
  }
  const metric = metricOf(target, [...path, 'target'], problems)?.metric;
  if (metric === undefined || weight === undefined) return;
  return { name: 'composite', ...LIMITS, terms: [{ metric, weight }] };
}

function metricOf(target: unknown, path: Path, problems: OlderProblem[]) {
  if (typeof target !== 'string') {
    const wanted = 'a statistic of LEAN, such as TotalPerformance.PortfolioStatistics.SharpeRatio';
    problems.push({ path, wanted, found: describeValue(target) });
    return;
  }
  const reading = readTarget(target);
  if (reading.ok) return reading.target;
  problems.push({ path, wanted: reading.wanted, found: quote(target) });
  return;
}

/** By LEAN's names; lean-cli also knows the signs. */
const OPERATORS: Readonly<Record<string, string>> = {
  less: '<',
  lessOrEqual: '<=',
  greater: '>',
  greaterOrEqual: '>=',
  equals: '==',
  notEqual: '!=',
};

function signOf(operator: unknown): string | undefined {
  const text = String(operator).toLowerCase();
  const named = Object.entries(OPERATORS).find(([name]) => name.toLowerCase() === text);
  return named?.[1] ?? Object.values(OPERATORS).find((sign) => sign === text);
}

function constraintsOf(list: unknown, problems: OlderProblem[]): unknown {
  if (!Array.isArray(list)) return list ?? undefined;
  return list.map((item: unknown, index) => {
    const path: Path = ['constraints', index];
    // One in the words of a job stands as it is.
    if (!isFields(item) || 'metric' in item) return item;
    const { target, operator, targetvalue } = plainKeys(item);
    const found = metricOf(target, [...path, 'target'], problems);
    const sign = signOf(operator);
    if (sign === undefined) {
      const wanted = `one of ${Object.keys(OPERATORS).join(', ')}`;
      problems.push({ path: [...path, 'operator'], wanted, found: describeValue(operator) });
    }
    if (found === undefined || sign === undefined) return STANDS_IN;
    return { metric: found.metric, operator: sign, value: targetValue(targetvalue, found) };
  });
}

/** So that what has been told is not told again by the schema. */
const STANDS_IN = { metric: 'unknown', operator: '==', value: 0 };
