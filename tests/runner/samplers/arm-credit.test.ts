import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { type ArmsOffered, createArmCredit } from '../../../runner/samplers/arm-credit.ts';

type Credit = ReturnType<typeof createArmCredit>;

/** How often each arm is drawn in a thousand. */
function shares(credit: Credit, offered: ArmsOffered): Record<string, number> {
  const random = randomFrom(4, 0, 0);
  const drawn = Array.from({ length: 1_000 }, () => credit.draw(offered, random));
  return Object.fromEntries([...Map.groupBy(drawn, (arm) => arm)].map(([k, v]) => [k, v.length]));
}

const onGrid: ArmsOffered = { isAffordable: true, localShare: 0, isGrid: true };

describe('createArmCredit()', () => {
  it('draws the arm most that finds bests, and one that finds none now and then', () => {
    const credit = createArmCredit();
    for (let n = 0; n < 30; n++) {
      credit.learn('trend', true);
      credit.learn('surrogate', false);
    }
    const drawn = shares(credit, onGrid);
    expect(drawn['trend']).toBeGreaterThan(600);
    expect(drawn['surrogate']).toBeGreaterThan(30);
  });

  it('forgets: what failed long ago and finds bests now is drawn again', () => {
    const credit = createArmCredit();
    for (let n = 0; n < 30; n++) credit.learn('surrogate', false);
    const before = shares(credit, onGrid)['surrogate'] ?? 0;
    for (let n = 0; n < 10; n++) credit.learn('surrogate', true);
    expect(shares(credit, onGrid)['surrogate']).toBeGreaterThan(2 * before);
  });

  it('offers no models where there is too much to learn, and no local one without fine axes', () => {
    const credit = createArmCredit();
    const cheap = shares(credit, { isAffordable: false, localShare: 0, isGrid: true });
    expect(Object.keys(cheap).toSorted()).toEqual(['mutation', 'population']);
    const fine = shares(credit, { isAffordable: true, localShare: 1, isGrid: false });
    expect(Object.keys(fine).toSorted()).toEqual(['local', 'mutation', 'surrogate', 'trend']);
  });
});
