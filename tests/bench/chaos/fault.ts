import type { World } from './world.ts';

/** One way to do harm. */
export interface Fault {
  readonly name: string;
  /** How often it is chosen among those that can be done. */
  readonly weight: number;
  /** Returns whether there was something to harm. */
  inflict(world: World): Promise<boolean> | boolean;
}

/** One of a list, by the world's own dice; undefined of an empty one. */
export function oneOf<T>(items: readonly T[], { random }: Pick<World, 'random'>): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** By weight. */
export function chooseFault(faults: readonly Fault[], { random }: Pick<World, 'random'>): Fault {
  let left = random() * faults.reduce((sum, { weight }) => sum + weight, 0);
  for (const fault of faults) {
    left -= fault.weight;
    if (left < 0) return fault;
  }
  return faults.at(-1) as Fault;
}
