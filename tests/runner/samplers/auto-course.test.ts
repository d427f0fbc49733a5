import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { createCourse, type Move } from '../../../runner/samplers/auto-course.ts';
import { createEvidence } from '../../../runner/samplers/evidence.ts';

const space = createSpace(
  [
    { name: 'x', type: 'float', min: 0, max: 1 },
    { name: 'y', type: 'float', min: 0, max: 1 },
  ],
  [],
);

/** Arms chosen after 60 gains, each too small to count, of a local model that moved by `step`. */
function armsAfter(step: number): Set<string> {
  const evidence = createEvidence(space);
  const course = createCourse({ space, evidence, design: 4, budget: 200 });
  const tell = (x: number, fitness: number, move?: Move): void => {
    const [before] = evidence.leaders;
    evidence.add({ params: { x, y: 0.5 }, status: 'complete', fitness, violations: {} });
    course.hear(evidence.facts.at(-1)!, before, move);
  };
  for (const [n, fitness] of [-1000, -10, -900, -800].entries()) tell(0.1 * n, fitness);
  for (let n = 1; n <= 60; n++) {
    tell(0.1 + n * step, -10 + 1e-3 * n, { arm: 'local', hill: null, reach: 0.01 });
  }
  const random = randomFrom(1, 0, 0);
  return new Set(Array.from({ length: 200 }, () => course.choose(random).arm));
}

describe('createCourse()', () => {
  it('stays with a local model that still walks, however little it gains', () => {
    const arms = armsAfter(0.002);
    expect(arms).toContain('local');
    expect(arms).not.toContain('niche');
    expect(arms).not.toContain('explore');
  });

  it('looks elsewhere once the local model only turns on the spot', () => {
    const arms = armsAfter(1e-5);
    expect(arms).toContain('local');
    expect(arms).toContain('explore');
  });
});
