import type { Space } from '../domain/space.ts';
import type { Member } from './genetic-child.ts';
import { replaceNearest, replaceWorst } from './genetic-replacement.ts';
import { createPlateau } from './plateau.ts';

export interface PopulationOptions {
  readonly population_size: number;
  readonly batch_size: number;
  readonly early_stopping_generations: number;
  readonly early_stopping_min_delta: number;
  readonly niching: boolean;
  readonly steady_state: boolean;
}

/** The members, and the children of the generation that is being told. */
export interface Population {
  readonly members: readonly Member[];
  readonly isFull: boolean;
  readonly best: Member;
  /** True where the best has not risen for as many generations as the options allow. */
  readonly isStale: boolean;
  add(member: Member): void;
}

export function createPopulation(space: Space, options: PopulationOptions): Population {
  const { population_size, batch_size, niching, steady_state } = options;
  const members: Member[] = [];
  const plateau = createPlateau(options);
  let children: Member[] = [];

  const compete = (child: Member): void => {
    if (niching) replaceNearest(members, child, space);
    else replaceWorst(members, child);
  };

  return {
    members,
    get isFull() {
      return members.length === population_size;
    },
    get best() {
      return bestOf(members);
    },
    get isStale() {
      return plateau.reached;
    },
    add(member) {
      if (members.length < population_size) {
        members.push(member);
        if (members.length === population_size) plateau.start(bestOf(members).worth);
        return;
      }
      children.push(member);
      if (steady_state) compete(member);
      if (children.length < batch_size) return;
      if (!steady_state) for (const child of children) compete(child);
      children = [];
      plateau.add(bestOf(members).worth);
    },
  };
}

function bestOf(members: readonly Member[]): Member {
  return members.reduce((best, member) => (member.worth > best.worth ? member : best));
}
