import { createBarFed, type IndicatorRecipe } from './indicator-recipe.ts';

interface Description {
  readonly warmUpPeriod: number;
  /** Names of what it tells besides its value. */
  readonly parts: readonly string[];
}

/** A search asks for the same few again and again; more than these are forgotten all at once. */
const MOST = 4096;

const known = new Map<string, Description>();

/** What an indicator is, without making one each time. @throws RangeError where the recipe fits none */
export function describeRecipe(recipe: IndicatorRecipe): Description {
  const key = `${recipe.kind}/${recipe.parameters.join()}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { warmUpPeriod, parts } = createBarFed(recipe);
  const description = { warmUpPeriod, parts: Object.keys(parts) };
  if (known.size >= MOST) known.clear();
  known.set(key, description);
  return description;
}
