import type { Metrics } from '../../../runner/domain/metrics.ts';
import type { Variation } from '../../../runner/domain/variation.ts';
import type { StepMarket } from './step-market.ts';
import type {
  AnyInput,
  Dependencies,
  MeasureDefinition,
  StepDefinition,
  StepInput,
  StepStrategy,
  StepTrade,
  Values,
} from './step-strategy.ts';

interface Inputs<Reads, Uses> {
  /** Names of the parameters that it reads; no others are handed to it. */
  readonly reads?: readonly Reads[];
  /** Names of the steps that it uses. */
  readonly uses?: readonly Uses[];
}

type Names<T> = keyof T & string;
type Input<Params, Steps, Reads extends Names<Params>, Uses extends Names<Steps>> = StepInput<
  Pick<Params, Reads>,
  Pick<Steps, Uses>
>;

/**
 * A step strategy in the making. Every step is a pure function: what it returns depends on the
 * market, the parameters it reads and the steps it uses alone, and nobody changes it afterwards. It
 * is computed once for all parameter sets that agree on these.
 */
export interface StepBuilder<Params extends Values, Steps extends object> {
  step<
    const Name extends string,
    Result,
    const Reads extends Names<Params> = never,
    const Uses extends Names<Steps> = never,
  >(
    name: Name,
    inputs: Inputs<Reads, Uses>,
    compute: (input: Input<Params, Steps, Reads, Uses>) => Result,
  ): StepBuilder<Params, Steps & Readonly<Record<Name, Result>>>;
  /**
   * A plain value that follows from parameters, such as a number of minutes rounded up. Steps that
   * use it are shared by all sets for which it comes to the same.
   */
  value<
    const Name extends string,
    Result extends number | string | boolean,
    const Reads extends Names<Params> = never,
    const Uses extends Names<Steps> = never,
  >(
    name: Name,
    inputs: Inputs<Reads, Uses>,
    compute: (input: Input<Params, Steps, Reads, Uses>) => Result,
  ): StepBuilder<Params, Steps & Readonly<Record<Name, Result>>>;
  /** The trades of a set, for those who look at one closely. */
  trades<const Reads extends Names<Params> = never, const Uses extends Names<Steps> = never>(
    inputs: Inputs<Reads, Uses>,
    compute: (input: Input<Params, Steps, Reads, Uses>) => readonly StepTrade[],
  ): StepBuilder<Params, Steps>;
  /** Parameters in the order in which a grid should nest them, slowest first. */
  sharing(names: readonly Names<Params>[]): StepBuilder<Params, Steps>;
  /** What is measured apart from the whole: metrics named after it in lower case, `ocae_total_r`. */
  variations(list: readonly Variation[]): StepBuilder<Params, Steps>;
  /** Looks at the market before a search: warnings, or an error where it cannot be used. */
  check(
    look: (market: StepMarket, params: Params) => readonly string[],
  ): StepBuilder<Params, Steps>;
  /** Ends the definition: what a set is judged by. */
  measure<const Reads extends Names<Params> = never, const Uses extends Names<Steps> = never>(
    inputs: Inputs<Reads, Uses>,
    compute: (input: Input<Params, Steps, Reads, Uses>) => Metrics,
  ): StepStrategy;
  /** The same for metrics whose names are known: written into a row, NaN where one is absent. */
  measureInto<const Reads extends Names<Params> = never, const Uses extends Names<Steps> = never>(
    inputs: Inputs<Reads, Uses> & { readonly names: readonly string[] },
    compute: (input: Input<Params, Steps, Reads, Uses>, row: Float64Array, offset: number) => void,
  ): StepStrategy;
}

/** @param parameters names and defaults; a set's values are read in the types of these */
export function defineSteps<Params extends Values>(
  parameters: Params,
): StepBuilder<Params, object> {
  const draft = {
    kind: 'steps',
    parameters,
    steps: [],
    trades: null,
    sharing: null,
    variations: null,
    check: null,
  };
  // What the names stand for is known to the caller's types alone.
  return build(draft as Draft) as unknown as StepBuilder<Params, object>;
}

type Draft = Omit<StepStrategy, 'measure'>;
type Rough = Inputs<string, string>;

function build(draft: Draft): object {
  const add = (kind: StepDefinition['kind']) => {
    return (name: string, inputs: Rough, compute: StepDefinition['compute']) => {
      refuseName(draft, name);
      const step = { name, kind, ...dependencies(draft, inputs, `step "${name}"`), compute };
      return build({ ...draft, steps: [...draft.steps, step] });
    };
  };
  const measure = (inputs: Rough) => dependencies(draft, inputs, 'measure');
  return {
    step: add('step'),
    value: add('value'),
    trades: (inputs: Rough, compute: (input: AnyInput) => readonly StepTrade[]) =>
      build({ ...draft, trades: { ...dependencies(draft, inputs, 'trades'), compute } }),
    sharing: (names: readonly string[]) => build({ ...draft, sharing: names }),
    variations: (variations: readonly Variation[]) => build({ ...draft, variations }),
    check: (check: Draft['check']) => build({ ...draft, check }),
    measure: (inputs: Rough, compute: (input: AnyInput) => Metrics): StepStrategy => ({
      ...draft,
      measure: { ...measure(inputs), names: null, compute },
    }),
    measureInto: (
      inputs: Rough & { readonly names: readonly string[] },
      compute: Extract<MeasureDefinition, { names: readonly string[] }>['compute'],
    ): StepStrategy => ({
      ...draft,
      measure: { ...measure(inputs), names: inputs.names, compute },
    }),
  };
}

const TAKEN = ['market', 'bars', 'params'];

function refuseName({ steps }: Draft, name: string): void {
  const isTaken = TAKEN.includes(name) || steps.some((step) => step.name === name);
  if (isTaken) throw new Error(`Cannot define step "${name}": the name is taken`);
}

function dependencies(draft: Draft, { reads = [], uses = [] }: Rough, what: string): Dependencies {
  const known = draft.steps.map(({ name }) => name);
  const unread = reads.find((name) => !Object.hasOwn(draft.parameters, name));
  const unknown = uses.find((name) => !known.includes(name));
  if (unread !== undefined) {
    const names = Object.keys(draft.parameters).join(', ');
    throw new Error(`Cannot define ${what}: wanted parameters of ${names}, found "${unread}"`);
  }
  if (unknown !== undefined) {
    const wanted = known.length === 0 ? 'a step defined before' : `one of ${known.join(', ')}`;
    throw new Error(`Cannot define ${what}: wanted ${wanted}, found "${unknown}"`);
  }
  return { reads, uses };
}
