import type { Space } from '../domain/space.ts';
import type { Member } from './genetic-child.ts';

/** A child takes the place of the worst member, the oldest of equals, if it beats it. */
export function replaceWorst(population: Member[], child: Member): void {
  let worst = 0;
  for (let place = 1; place < population.length; place++) {
    if ((population[place] as Member).worth < (population[worst] as Member).worth) worst = place;
  }
  replaceIfBetter(population, worst, child);
}

/**
 * Niching by crowding: a child takes the place of the member most like it, if it beats it (De Jong
 * 1975, with the whole population to choose from), so that several hills keep their members.
 */
export function replaceNearest(population: Member[], child: Member, space: Space): void {
  const own = space.toUnit(child.params);
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [place, { params }] of population.entries()) {
    const apart = squaredDistance(own, space.toUnit(params));
    if (apart >= least) continue;
    least = apart;
    nearest = place;
  }
  replaceIfBetter(population, nearest, child);
}

function replaceIfBetter(population: Member[], place: number, child: Member): void {
  if (child.worth > (population[place] as Member).worth) population[place] = child;
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return sum;
}
