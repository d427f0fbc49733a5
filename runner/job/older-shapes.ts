import { withoutComments } from './loose-values.ts';
import { isBacktests, translateBacktests } from './older-backtests.ts';
import { isLeanOptimizer, translateLeanOptimizer } from './older-lean.ts';
import { isLegacy, translateLegacy } from './older-legacy.ts';
import { isOptimization, translateOptimization } from './older-optimization.ts';
import { isSettings, translateSettings } from './older-settings.ts';
import { isUniverse, translateUniverse } from './older-universe.ts';
import { asIs, type Fields, type Surroundings, type Translation } from './translation.ts';

/** A file of any shape we know, in the words of job files; one of ours as it is. */
export function translate(fields: Fields, around: Surroundings): Translation {
  const kind = KINDS.find(({ matches }) => matches(fields));
  return kind === undefined
    ? asIs(fields)
    : kind.translate(withoutComments(fields) as Fields, around);
}

interface Kind {
  matches(fields: Fields): boolean;
  translate(fields: Fields, around: Surroundings): Translation;
}

/** The first that matches; those that name other files first. */
const KINDS: readonly Kind[] = [
  {
    matches: isLegacy,
    translate: (fields, around) => translateLegacy(fields, around, translate),
  },
  {
    matches: isUniverse,
    translate: (fields, around) => translateUniverse(fields, around, translate),
  },
  { matches: isLeanOptimizer, translate: translateLeanOptimizer },
  { matches: isBacktests, translate: translateBacktests },
  { matches: isOptimization, translate: translateOptimization },
  { matches: isSettings, translate: translateSettings },
];
