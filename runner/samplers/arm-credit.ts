import type { Random } from '../domain/random.ts';

/** Arms that are asked by what their proposals were worth. */
export type CreditedArm = 'surrogate' | 'trend' | 'local' | 'density' | 'mutation' | 'population';

/** Which arms make sense now. */
export interface ArmsOffered {
  /** Whether there are few enough facts for models of all of them. */
  readonly isAffordable: boolean;
  /** Share of its weight that the local model gets: its steps take milliseconds, too. */
  readonly localShare: number;
  readonly isGrid: boolean;
}

/** Weight of the newest proposal in an arm's credit. */
const MEMORY = 0.2;

/** How often each arm found a new best, lately, and the draw of the next by that. */
export function createArmCredit() {
  const credit: Record<CreditedArm, number> = {
    surrogate: 0.5,
    trend: 0.4,
    local: 0.55,
    density: 0.25,
    mutation: 0.25,
    population: 0.5,
  };
  const weights = ({
    isAffordable,
    localShare,
    isGrid,
  }: ArmsOffered): readonly (readonly [CreditedArm, number])[] => [
    ['local', 1.5 * Math.max(0.15, credit.local) * localShare],
    ['surrogate', isAffordable ? Math.max(0.1, credit.surrogate) : 0],
    ['trend', isAffordable ? Math.max(0.1, credit.trend) : 0],
    ['density', isAffordable && isGrid ? 0.25 * credit.density : 0],
    ['mutation', isAffordable ? 0.03 + 0.3 * credit.mutation : 0.1 + credit.mutation],
    ['population', isAffordable ? 0 : Math.max(0.2, credit.population)],
  ];
  return {
    draw: (offered: ArmsOffered, random: Random): CreditedArm => drawn(weights(offered), random),
    learn(arm: CreditedArm, isBest: boolean): void {
      credit[arm] += MEMORY * ((isBest ? 1 : 0) - credit[arm]);
    },
  };
}

function drawn<T>(weights: readonly (readonly [T, number])[], random: Random): T {
  let rest = random() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [arm, weight] of weights) {
    rest -= weight;
    if (rest < 0) return arm;
  }
  return (weights.at(-1) as readonly [T, number])[0];
}
