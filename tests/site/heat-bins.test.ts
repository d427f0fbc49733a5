import { describe, expect, test } from 'vitest';
import { createParameter } from '../../runner/domain/parameter.ts';
import type { ParameterDefinition } from '../../runner/domain/parameter-definition.ts';
import { createSpace } from '../../runner/domain/space.ts';
import { heatMap } from '../../runner/report/heat-map.ts';
import { evaluationCursor } from '../../runner/report/search-cursor.ts';
import { sampleSearch } from '../../runner/report/search-sample.ts';
import { createExplorerModel } from '../../site/data/explorer-model.ts';
import { binsRange, binsWithin } from '../../site/data/heat-bins.ts';
import { anEvaluation } from '../fixtures/an-evaluation.ts';
import { fc } from '../fixtures/seeded-fc.ts';

const BINS = 8;
const other: ParameterDefinition = { name: 'other', type: 'boolean' };

/** A parameter with one of its values, as the server would bin and sample it. */
function drawn(definition: ParameterDefinition, unit: number) {
  const parameter = createParameter(definition);
  const ends = [0, unit, 1].map((at) => parameter.fromUnit(at));
  const space = createSpace([definition, other], []);
  const evaluations = ends.map((value, place) =>
    anEvaluation({ id: place + 1, params: { one: value, other: true } }),
  );
  const open = (some: typeof evaluations) => evaluationCursor(some, space, []);
  const heat = heatMap(open(evaluations.slice(1, 2)), { x: 'one', y: 'other', bins: BINS });
  const model = createExplorerModel(sampleSearch(open(evaluations), { most: 10, metrics: [] }));
  const axis = model.axes.find(({ key }) => key === 'p one') ?? expect.fail('no axis');
  const bin = heat.valid.findIndex((count) => count > 0) % heat.x.labels.length;
  return { axis, bin, labels: heat.x.labels, value: axis.values[1] as number };
}

const numbers = fc
  .record({
    min: fc.integer({ min: -50, max: 50 }),
    span: fc.integer({ min: 1, max: 60 }),
    step: fc.constantFrom(0.1, 0.25, 1, 3),
  })
  .map(
    ({ min, span, step }): ParameterDefinition => ({
      name: 'one',
      type: 'float',
      min,
      max: min + span * step,
      step,
    }),
  );
const words = fc.integer({ min: 1, max: 12 }).map(
  (count): ParameterDefinition => ({
    name: 'one',
    type: 'categorical',
    values: Array.from({ length: count }, (_, n) => `w${n}`),
  }),
);

describe('binsWithin()', () => {
  test('finds the bin in which the server counted a value', () => {
    fc.assert(
      fc.property(
        fc.oneof(numbers, words),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (definition, unit) => {
          const { axis, bin, labels, value } = drawn(definition, unit);
          const found = binsWithin(axis, labels, [value, value]) ?? expect.fail('no bin');
          const levels = createParameter(definition).levels ?? 0;
          // Where values share bins, the label of a bin may lie a step beside where it begins.
          const slack = axis.names !== null || levels <= BINS ? 0 : 1;
          expect(Math.abs(found[0] - bin)).toBeLessThanOrEqual(slack);
          expect(Math.abs(found[1] - bin)).toBeLessThanOrEqual(slack);
        },
      ),
    );
  });

  test('is none where a range holds no value', () => {
    const { axis, labels } = drawn({ name: 'one', type: 'int', min: 2, max: 6 }, 0.5);
    expect(binsWithin(axis, labels, [2.2, 2.8])).toBeNull();
    expect(binsWithin(axis, labels, [2.2, 3.1])).toEqual([1, 1]);
  });
});

describe('binsRange()', () => {
  test('holds what the bins hold, and no other', () => {
    fc.assert(
      fc.property(
        fc.oneof(numbers, words),
        fc.nat({ max: BINS - 1 }),
        fc.nat({ max: BINS - 1 }),
        (definition, one, two) => {
          const { axis, labels } = drawn(definition, 0.5);
          const clamp = (bin: number): number => Math.min(labels.length - 1, bin);
          const bins = [clamp(Math.min(one, two)), clamp(Math.max(one, two))] as const;
          expect(binsWithin(axis, labels, binsRange(axis, labels, bins))).toEqual(bins);
        },
      ),
    );
  });
});
