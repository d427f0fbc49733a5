import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';

function spaceOf(name: string) {
  const file = new URL(`../../../config/spaces/${name}.json`, import.meta.url);
  const { parameters, rules } = JSON.parse(readFileSync(file, 'utf8')) as {
    parameters: ParameterDefinition[];
    rules: string[];
  };
  return createSpace(parameters, rules);
}

it.each([
  ['ib-standard', 34_560n],
  ['ib-expanded', 1_478_400n],
])('the space %s has its exact size', (name, size) => {
  expect(spaceOf(name).size).toBe(size);
});

it('the Initial Balance spaces keep their two rules', () => {
  const space = spaceOf('ib-expanded');
  let found = 0;
  for (let at = 0n; at < (space.gridSize ?? 0n); at += 97n) {
    const set = space.at(at);
    if (set === null) continue;
    found++;
    const [target, stop] = [Number(set['tsl_target']), Number(set['tsl_sl'])];
    expect(target === 0 ? stop === 0.5 : stop <= target).toBe(true);
  }
  expect(found).toBeGreaterThan(10_000);
});
