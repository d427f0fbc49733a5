import type { Metrics } from '../../../runner/domain/metrics.ts';
import type { ParameterSet, ParameterValue } from '../../../runner/domain/parameter-set.ts';
import { createParameterIds } from './parameter-ids.ts';
import type { SetColumns } from './set-columns.ts';
import type { StepCache } from './step-cache.ts';
import type { StepMarket } from './step-market.ts';
import { createStepNode, type Reader, type StepNode } from './step-node.ts';
import type { AnyInput, Dependencies, StepStrategy, StepTrade, Values } from './step-strategy.ts';

/** Evaluates parameter sets of one step strategy on one market. */
export interface StepRunner {
  /** The metrics' names where the strategy says them beforehand. */
  readonly names: readonly string[] | null;
  /** Parameters that some step, or what is measured, reads. */
  readonly read: readonly string[];
  /** How often each step was computed so far. */
  readonly computed: Readonly<Record<string, number>>;
  /** Makes the sets of a chunk known to the two below. */
  bind(columns: SetColumns): void;
  /** Writes a set's metrics into a row. @throws what the strategy throws */
  measureInto(index: number, row: Float64Array, offset: number): void;
  measure(index: number): Metrics;
  measureSet(params: ParameterSet): Metrics;
  /** A set's trades; null where the strategy does not tell them. */
  trades(params: ParameterSet): readonly StepTrade[] | null;
  /** Lets go of what the cache keeps for it alone. */
  dispose(): void;
}

interface Source {
  readonly strategy: StepStrategy;
  readonly market: StepMarket;
  readonly fixed: Values;
  readonly cache: StepCache;
}

type Input = Record<string, unknown> & { params: Record<string, ParameterValue> };

export function createStepRunner({ strategy, market, fixed, cache }: Source): StepRunner {
  const { measure } = strategy;
  const { parameters: defaults } = strategy;
  const ids = createParameterIds({ names: namesRead(strategy), defaults, fixed });
  const current = new Int32Array(ids.names.length);
  const readerOf = readers(strategy, ids.names);

  const fill = (input: Input, { params, uses }: Reader): AnyInput => {
    for (const place of params) {
      input.params[ids.names[place] as string] = ids.value(place, current[place] as number);
    }
    for (const place of uses) {
      const used = steps[place] as StepNode;
      input[used.name] = used.result();
    }
    return input as unknown as AnyInput;
  };
  const newInput = (): Input => ({ market, bars: market.bars, params: {} });
  const inputOf = (reader: Reader): AnyInput => fill(newInput(), reader);
  const steps: readonly StepNode[] = strategy.steps.map((step) =>
    createStepNode({ step, reader: readerOf(step), cache, inputOf }),
  );
  const settle = (): void => {
    for (const step of steps) step.settle(current, steps);
  };

  const measured = readerOf(measure);
  const traded = strategy.trades === null ? null : readerOf(strategy.trades);
  // One for all sets: making one for each would cost more than many a measure.
  const input = newInput();
  const inputAt = (index: number): AnyInput => {
    ids.load(index, current);
    settle();
    return fill(input, measured);
  };

  return {
    names: measure.names,
    read: ids.names,
    get computed() {
      return Object.fromEntries(steps.map(({ name, computed }) => [name, computed]));
    },
    bind: (columns) => ids.bind(columns),
    measureInto(index, row, offset) {
      if (measure.names === null) throw new Error('Cannot measure into a row without names');
      measure.compute(inputAt(index), row, offset);
    },
    measure: (index) => metricsOf(measure, inputAt(index)),
    measureSet(params) {
      ids.loadSet(params, current);
      settle();
      return metricsOf(measure, fill(input, measured));
    },
    trades(params) {
      if (strategy.trades === null || traded === null) return null;
      ids.loadSet(params, current);
      settle();
      return strategy.trades.compute(inputOf(traded));
    },
    dispose() {
      for (const step of steps) step.dispose();
    },
  };
}

/** Turns names into places. */
function readers({ steps }: StepStrategy, names: readonly string[]) {
  const places = new Map(steps.map(({ name }, place) => [name, place]));
  return ({ reads, uses }: Dependencies): Reader => ({
    params: reads.map((name) => names.indexOf(name)),
    uses: uses.map((name) => places.get(name) as number),
  });
}

function metricsOf(measure: StepStrategy['measure'], input: AnyInput): Metrics {
  if (measure.names === null) return measure.compute(input);
  const row = new Float64Array(measure.names.length).fill(Number.NaN);
  measure.compute(input, row, 0);
  return Object.fromEntries(
    measure.names.map((name, at) => [name, row[at] as number] as const).filter(hasValue),
  );
}

function hasValue([, value]: readonly [string, number]): boolean {
  return !Number.isNaN(value);
}

/** Parameters that anything reads, in the order in which the strategy declares them. */
export function namesRead({ parameters, steps, measure, trades }: StepStrategy): string[] {
  const readers = [...steps, measure, ...(trades === null ? [] : [trades])];
  const read = new Set(readers.flatMap(({ reads }) => reads));
  return Object.keys(parameters).filter((name) => read.has(name));
}
