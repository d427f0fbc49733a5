import { describe, expect, test } from 'vitest';
import { createSpace } from '../../runner/domain/space.ts';
import { evaluationCursor } from '../../runner/report/search-cursor.ts';
import { sampleSearch } from '../../runner/report/search-sample.ts';
import { chosenRows, createExplorerModel } from '../../site/data/explorer-model.ts';
import { isWithin } from '../../site/data/within-choice.ts';
import { anEvaluation } from '../fixtures/an-evaluation.ts';
import { fc } from '../fixtures/seeded-fc.ts';

const space = createSpace(
  [
    { name: 'fast', type: 'int', min: 1, max: 20 },
    { name: 'stop', type: 'categorical', values: ['none', 'trailing', 'fixed'] },
    { name: 'reverse', type: 'boolean' },
  ],
  [],
);
const evaluations = Array.from({ length: 60 }, (_, n) =>
  anEvaluation({
    id: n + 1,
    fitness: (n * 37) % 61,
    status: n % 7 === 0 ? 'invalid' : 'complete',
    net_pnl: n - 20,
    params: {
      fast: 1 + (n % 20),
      stop: ['none', 'trailing', 'fixed'][n % 3] as string,
      reverse: n % 2 === 0,
    },
  }),
);
const metrics = ['net_pnl', 'sharpe_ratio'];
const model = createExplorerModel(
  sampleSearch(evaluationCursor(evaluations, space, metrics), { most: 100, metrics }),
);

describe('isWithin()', () => {
  test('holds of an evaluation what the plots choose of its row', () => {
    const keys = [...model.axes.map(({ key }) => key), 'id', 'nowhere'];
    expect(keys).toContain('m net_pnl');
    const ends = fc.integer({ min: -20, max: 70 });
    const range = fc.tuple(ends, ends).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const choice = fc.array(fc.tuple(fc.constantFrom(...keys), range), { maxLength: 3 });
    fc.assert(
      fc.property(choice, (pairs) => {
        const brushes = new Map(pairs);
        const rows = [...chosenRows(model, brushes)];
        const found = evaluations.map((one) => (isWithin(one, model, brushes) ? 1 : 0));
        expect(found).toEqual(rows);
      }),
    );
  });
});
