import { heldOutFunctions as held } from '../../runner/bench/functions/index.ts';
import { type ReferenceFunction, withValue } from './reference-functions.ts';

export function heldOutFunctions(): ReferenceFunction[] {
  return Object.values(held).map((create) => withValue(create()));
}
