import type { StepCache } from './step-cache.ts';
import type { AnyInput, StepDefinition } from './step-strategy.ts';

/** Most keys that are remembered for a step; then it begins anew. */
const MOST_KEYS = 200_000;
/** More than any part of a key, so that two numbers fit one that is exact. */
const PARTS = 2 ** 31;
const NONE = -1;

/** Whoever depends on parameters and steps, by their places: a step, the measure, the trades. */
export interface Reader {
  readonly params: readonly number[];
  readonly uses: readonly number[];
}

/** A step at work: which of its results the set at hand needs. */
export interface StepNode extends Reader {
  readonly name: string;
  /** The number of the result that the set at hand needs. */
  readonly node: number;
  /** How often it was computed. */
  readonly computed: number;
  /** Finds the number. Values are computed here; their number is that of what they come to. */
  settle(ids: Int32Array, steps: readonly StepNode[]): void;
  /** The result that the number stands for, computed where it is not kept. */
  result(): unknown;
  /** Lets go of the result that was had last. */
  dispose(): void;
}

interface Source {
  readonly step: StepDefinition;
  readonly reader: Reader;
  readonly cache: StepCache;
  /** What the step is computed from, for the set at hand. */
  readonly inputOf: (reader: Reader) => AnyInput;
}

export function createStepNode({ step, reader, cache, inputOf }: Source): StepNode {
  const { params, uses } = reader;
  /** Ids of the parameters and numbers of the steps that the last set had. */
  const last = new Int32Array(params.length + uses.length);
  const numbers = createNumbers(cache);
  const values = new Map<unknown, number>();
  let node = NONE;
  let held = NONE;
  let result: unknown;
  let computed = 0;

  const compute = (): unknown => {
    computed++;
    return step.compute(inputOf(reader));
  };

  const valueNode = (): number => {
    const value = compute();
    const known = values.get(value) ?? cache.nextNode();
    values.set(value, known);
    result = value;
    held = known;
    return known;
  };

  const isChanged = (ids: Int32Array, steps: readonly StepNode[]): boolean => {
    let changed = node === NONE;
    for (let at = 0; at < params.length; at++) {
      const id = ids[params[at] as number] as number;
      if (last[at] !== id) changed = true;
      last[at] = id;
    }
    for (let at = 0; at < uses.length; at++) {
      const used = (steps[uses[at] as number] as StepNode).node;
      if (last[params.length + at] !== used) changed = true;
      last[params.length + at] = used;
    }
    return changed;
  };

  return {
    ...reader,
    name: step.name,
    get node() {
      return node;
    },
    get computed() {
      return computed;
    },
    settle(ids, steps) {
      if (!isChanged(ids, steps)) return;
      // Stays unknown where computing a value throws.
      node = NONE;
      node = step.kind === 'value' ? valueNode() : numbers.of(last);
    },
    result() {
      if (held === node) return result;
      if (!cache.has(node)) cache.set(node, compute(), last.slice(params.length));
      result = cache.get(node);
      cache.pin(node);
      if (held !== NONE) cache.release(held);
      held = node;
      return result;
    },
    dispose() {
      if (held !== NONE) cache.release(held);
      held = NONE;
      result = undefined;
    },
  };
}

/** Numbers of a step's results, by what the step depends on. */
function createNumbers(cache: StepCache) {
  // What a key begins with and its next part → what that begins with: text keys would cost each set
  // as much as a short measure.
  const known = new Map<number, number>();
  const numbers = new Map<number, number>();
  return {
    of(key: Int32Array): number {
      if (known.size >= MOST_KEYS) {
        known.clear();
        numbers.clear();
      }
      let prefix = 0;
      for (let at = 0; at < key.length; at++) {
        const code = prefix * PARTS + (key[at] as number);
        let next = known.get(code);
        if (next === undefined) {
          next = known.size + 1;
          known.set(code, next);
        }
        prefix = next;
      }
      const found = numbers.get(prefix);
      if (found !== undefined) return found;
      const number = cache.nextNode();
      numbers.set(prefix, number);
      return number;
    },
  };
}
