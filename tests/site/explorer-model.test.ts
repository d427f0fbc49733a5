import { describe, expect, it } from 'vitest';
import type { SearchSample } from '../../runner/server/views.ts';
import {
  axisText,
  bestOfChosen,
  chosenRows,
  createExplorerModel,
  edgesOfBest,
  unitOf,
  valueAt,
} from '../../site/data/explorer-model.ts';
import { heatShares } from '../../site/data/heat-colors.ts';

const parameter = { type: 'float', log: false, values: null, min: 0, max: 1 } as const;

const sample: SearchSample = {
  evaluations: 5,
  valid: 3,
  parameters: [
    { ...parameter, name: 'fast', min: 2, max: 10 },
    { ...parameter, name: 'rate', log: true, min: 0.001, max: 10 },
    { ...parameter, name: 'stop', type: 'categorical', values: ['none', 'trailing'], max: 1 },
  ],
  stages: ['lhs'],
  statuses: ['complete', 'invalid', 'failed', 'pruned'],
  metrics: ['net_pnl', 'never'],
  columns: {
    id: [1, 2, 3, 4, 5],
    fitness: [0.5, 2, null, 1, 9],
    status: [0, 0, 2, 0, 1],
    stage: [0, 0, 0, 0, 0],
    at: [0, 1, 2, 3, 4],
    ms: [1, 1, 1, 1, 1],
    parameters: [
      [2, 10, 4, 6, 8],
      [0.001, 0.1, 1, 10, null],
      [0, 1, 1, null, 0],
    ],
    metrics: [
      [5, 20, null, 10, 90],
      [null, null, null, null, null],
    ],
  },
  quantiles: [0.5, 1, 2],
};
const model = createExplorerModel(sample);
const axis = (name: string) => model.axes.find((one) => one.name === name) ?? expect.fail(name);

describe('createExplorerModel()', () => {
  it('has an axis for each parameter and metric that was measured, and fitness last', () => {
    expect(model.axes.map(({ name }) => name)).toEqual([
      'fast',
      'rate',
      'stop',
      'net_pnl',
      'fitness',
    ]);
    expect(model.best).toBe(1);
    expect([...model.valid]).toEqual([1, 1, 0, 1, 0]);
  });

  it('has no best where nothing is valid', () => {
    const columns = { ...sample.columns, status: [2, 2, 2, 2, 2] };
    expect(createExplorerModel({ ...sample, columns }).best).toBe(-1);
  });
});

describe('unitOf() and valueAt()', () => {
  it('go both ways, by magnitude where the parameter is log', () => {
    expect(unitOf(axis('fast'), 6)).toBe(0.5);
    expect(unitOf(axis('rate'), 0.1)).toBeCloseTo(0.5);
    expect(valueAt(axis('rate'), 0.75)).toBeCloseTo(1);
    expect(unitOf(axis('rate'), Number.NaN)).toBeNaN();
    expect(unitOf({ ...axis('fast'), max: 2 }, 2)).toBe(0.5);
  });
});

describe('chosenRows()', () => {
  it('keeps what lies within all brushes; what is absent lies in none', () => {
    expect([...chosenRows(model, new Map())]).toEqual([1, 1, 1, 1, 1]);
    expect([...chosenRows(model, new Map([['p fast', [4, 10] as const]]))]).toEqual([
      0, 1, 1, 1, 1,
    ]);
    const both = new Map([
      ['p fast', [4, 10] as const],
      ['p rate', [0.001, 10] as const],
    ]);
    expect([...chosenRows(model, both)]).toEqual([0, 1, 1, 1, 0]);
  });

  it('leaves the valid ones to be listed, best first', () => {
    const chosen = chosenRows(model, new Map());
    expect(bestOfChosen(model, chosen, 2)).toEqual([1, 3]);
  });
});

describe('edgesOfBest()', () => {
  it('names numbers at an end of their range, not categories', () => {
    expect(edgesOfBest(model)).toEqual([{ name: 'fast', value: 10 }]);
  });
});

describe('axisText()', () => {
  it('says categories by their names', () => {
    expect(axisText(axis('stop'), 1)).toBe('trailing');
    expect(axisText(axis('fast'), 2.000001)).toBe('2');
    expect(axisText(axis('fast'), Number.NaN)).toBe('–');
  });
});

describe('heatShares()', () => {
  it('goes by rank, so that an outlier does not make all others alike', () => {
    expect(heatShares([1, null, 2, 1_000])).toEqual([0, null, 0.5, 1]);
    expect(heatShares([7, 7])).toEqual([1, 1]);
  });
});
