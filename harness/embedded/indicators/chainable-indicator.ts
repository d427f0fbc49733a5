import { Indicator, type IndicatorDriver } from './indicator.ts';
import type { IndicatorRecipe, PointIndicatorName } from './indicator-recipe.ts';

/** Told of a new value of an indicator. */
type IndicatorHandler = (indicator: ChainableIndicator) => void;

/** What indicators need so that others can follow them. */
export interface Chaining {
  /** Says who is told of every new value from now on. */
  observe(handler: () => void): void;
  /** An indicator that nothing feeds yet. @throws RangeError where the recipe fits none */
  make(name: () => string, recipe: IndicatorRecipe): ChainableIndicator;
}

/** An indicator that others can be made of, by LEAN's IndicatorExtensions. */
export class ChainableIndicator extends Indicator {
  readonly #chaining: Chaining;

  constructor(
    name: () => string,
    warmUpPeriod: number,
    { driver, chaining }: { readonly driver: IndicatorDriver | null; readonly chaining: Chaining },
  ) {
    super(name, warmUpPeriod, driver);
    this.#chaining = chaining;
  }

  /** LEAN's event of new values. */
  get updated(): { add(handler: IndicatorHandler): void } {
    return { add: (handler) => this.#chaining.observe(() => handler(this)) };
  }

  /**
   * Follows another indicator's values instead of bars: those from where it is ready on, unless told
   * otherwise. @throws Error where it wants whole bars, as soon as there is a value
   */
  of(first: ChainableIndicator, waitForFirstToReady = true): this {
    first.updated.add(() => {
      if (!waitForFirstToReady || first.isReady) this.update(first.time, first.value);
    });
    return this;
  }

  /** Mean of its last `period` values. */
  sma(period: number, waitForFirstToReady = true): ChainableIndicator {
    return this.#chained('sma', [period]).of(this, waitForFirstToReady);
  }

  /** Exponential mean of its values; the newest one weighs 2 / (period + 1) where not said. */
  ema(
    period: number,
    smoothingFactor: number | null = null,
    waitForFirstToReady = true,
  ): ChainableIndicator {
    const parameters = smoothingFactor === null ? [period] : [period, smoothingFactor];
    return this.#chained('ema', parameters).of(this, waitForFirstToReady);
  }

  /** Highest of its last `period` values. */
  max(period: number, waitForFirstToReady = true): ChainableIndicator {
    return this.#chained('max', [period]).of(this, waitForFirstToReady);
  }

  /** Lowest of its last `period` values. */
  min(period: number, waitForFirstToReady = true): ChainableIndicator {
    return this.#chained('min', [period]).of(this, waitForFirstToReady);
  }

  /** The sum of both, or with a number. New as soon as both are. */
  plus(right: ChainableIndicator | number): ChainableIndicator {
    return this.#composed(right, (own, other) => own + other);
  }

  minus(right: ChainableIndicator | number): ChainableIndicator {
    return this.#composed(right, (own, other) => own - other);
  }

  times(right: ChainableIndicator | number): ChainableIndicator {
    return this.#composed(right, (own, other) => own * other);
  }

  /** The quotient; what it was before where it would be divided by 0. */
  over(right: ChainableIndicator | number): ChainableIndicator {
    return this.#composed(right, (own, other) => (other === 0 ? null : own / other));
  }

  /** Its mean over the last `period` values, each weighed by another indicator's. */
  weightedBy(weight: ChainableIndicator, period: number): ChainableIndicator {
    const products = this.#chained('sum', [period]);
    const weights = this.#chained('sum', [period]);
    const seen = { values: 0, weights: 0, value: 0, weight: 0 };
    const multiply = ({ time }: Indicator): void => {
      if (seen.values === seen.weights) products.update(time, seen.value * seen.weight);
    };
    this.updated.add(() => {
      seen.values++;
      seen.value = this.value;
      multiply(this);
    });
    weight.updated.add(() => {
      seen.weights++;
      seen.weight = weight.value;
      multiply(weight);
      weights.update(weight.time, weight.value);
    });
    return products.over(weights);
  }

  #chained(kind: PointIndicatorName, parameters: readonly number[]): ChainableIndicator {
    const name = () => `${kind.toUpperCase()}${parameters[0]}_Of_${this.name}`;
    return this.#chaining.make(name, { kind, parameters, selector: ({ close }) => close });
  }

  /** @param composer null where there is no value */
  #composed(
    right: ChainableIndicator | number,
    composer: (left: number, right: number) => number | null,
  ): ChainableIndicator {
    const other = typeof right === 'number' ? { value: right, time: 0, isReady: true } : right;
    const named = typeof right === 'number' ? String(right) : right;
    const name = () => `COMPOSE(${this.name},${typeof named === 'string' ? named : named.name})`;
    const recipe = { kind: 'identity', parameters: [], selector: null } as const;
    const composed = this.#chaining.make(name, { ...recipe, selector: ({ close }) => close });
    Object.defineProperty(composed, 'isReady', { get: () => this.isReady && other.isReady });
    const fresh = { left: false, right: typeof right === 'number' };
    const update = (): void => {
      if (!fresh.left || !fresh.right) return;
      fresh.left = false;
      fresh.right = typeof right === 'number';
      const value = composer(this.value, other.value);
      if (value !== null) composed.update(Math.max(this.time, other.time), value);
    };
    this.updated.add(() => {
      fresh.left = true;
      update();
    });
    if (typeof right !== 'number') {
      right.updated.add(() => {
        fresh.right = true;
        update();
      });
    }
    return composed;
  }
}
