import { ChainableIndicator, type Chaining } from './chainable-indicator.ts';
import { describeRecipe } from './describe-recipe.ts';
import type { Indicator } from './indicator.ts';
import { IndicatorFollower } from './indicator-follower.ts';
import type { IndicatorName, IndicatorRecipe, PartName } from './indicator-recipe.ts';
import type { Shown } from './live-values.ts';

/** An indicator with all that it tells besides its value. */
export type IndicatorWithParts<Name extends IndicatorName> = ChainableIndicator & {
  readonly [part in PartName<Name>]: ChainableIndicator;
};

/**
 * An indicator that nothing feeds but its own `update`.
 * @throws RangeError where the recipe fits no indicator
 */
export function createIndicator<Name extends IndicatorName>(
  name: () => string,
  recipe: IndicatorRecipe & { readonly kind: Name },
): { readonly indicator: IndicatorWithParts<Name>; readonly follower: IndicatorFollower } {
  const { warmUpPeriod, parts } = describeRecipe(recipe);
  const follower = new IndicatorFollower(recipe);
  const chaining = chainingOf(follower, null);
  const indicator = new ChainableIndicator(name, warmUpPeriod, { driver: follower, chaining });
  const shown: (readonly [string | null, Indicator])[] = [[null, indicator]];
  for (const part of parts) {
    const own = new ChainableIndicator(() => `${name()}_${part}`, warmUpPeriod, {
      driver: null,
      chaining: chainingOf(follower, part),
    });
    shown.push([part, own]);
    Object.defineProperty(indicator, part, { value: own, enumerable: true });
  }
  follower.show(shown as Shown);
  return { indicator: indicator as IndicatorWithParts<Name>, follower };
}

function chainingOf(follower: IndicatorFollower, part: string | null): Chaining {
  return {
    observe: (handler) => follower.observe(part, handler),
    make: (name, recipe) => createIndicator(name, recipe).indicator,
  };
}

/** What feeds an indicator. @throws Error where it is a part of another one */
export function followerOf(indicator: Indicator): IndicatorFollower {
  const { driver } = indicator;
  if (driver instanceof IndicatorFollower) return driver;
  throw new Error(`Cannot feed "${indicator.name}": wanted an indicator, found a part of one`);
}
