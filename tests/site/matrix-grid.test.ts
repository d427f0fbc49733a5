import { describe, expect, test } from 'vitest';
import type { MatrixCell, Sharing, SymbolMatrix } from '../../runner/server/universe-views.ts';
import { heatScale } from '../../site/data/heat-scale.ts';
import { matrixGrid } from '../../site/data/matrix-grid.ts';
import { costText, sharingText } from '../../site/data/sharing-rows.ts';

const cell = (fitness: number, max_drawdown: number): MatrixCell => ({
  status: 'complete',
  metrics: { fitness, max_drawdown },
  error: null,
});
const failed: MatrixCell = { status: 'failed', metrics: {}, error: 'Error: <b>boom</b>' };

const matrix: SymbolMatrix = {
  v: 1,
  sets: [
    { symbol: 'A', evaluation: 1, params: { fast: 1 } },
    { symbol: 'C', evaluation: 2, params: { fast: 2 } },
  ],
  symbols: ['A', 'B', 'C'],
  cells: [
    [cell(2, 10), cell(1, 20), failed],
    [cell(1, 30), cell(-1, 5), cell(3, 12)],
  ],
  changed: [],
  seconds: 1,
  at: '2026-11-21T10:00:00.000Z',
};

describe('matrixGrid()', () => {
  test('marks the own symbols, means the others, and says what went wrong', () => {
    const { rows, means } = matrixGrid(matrix, 'fitness');
    expect(rows.map(({ symbol, mean }) => [symbol, mean])).toEqual([
      ['A', '1.000'],
      ['C', '0.000'],
    ]);
    expect(means).toEqual(['1.000', '0.000', '–']);
    expect(rows[0]?.cells.map(({ own }) => own)).toEqual([true, false, false]);
    expect(rows[1]?.cells.map(({ own }) => own)).toEqual([false, false, true]);
    expect(rows[0]?.cells[2]).toMatchObject({ text: 'failed', none: true, heat: 0 });
    expect(rows[0]?.cells[2]?.title).toBe('Best of A on C: failed, Error: <b>boom</b>');
    expect(rows[0]?.cells[0]?.title).toBe('Best of A on A: Fitness 2.000, Max drawdown 10.00%');
  });

  test('colours each symbol by itself, the lower drawdown as the better', () => {
    const heats = (metric: string) =>
      matrixGrid(matrix, metric).rows.map(({ cells }) => cells.map(({ heat }) => heat));
    expect(heats('fitness')).toEqual([
      [1, 1, 0],
      [-1, -1, 0],
    ]);
    expect(heats('max_drawdown')).toEqual([
      [1, -1, 0],
      [-1, 1, 0],
    ]);
  });
});

test('heatScale() colours nothing without a direction, a second value or a difference', () => {
  expect(heatScale([1, 2], 0)(2)).toBe(0);
  expect(heatScale([1], 1)(1)).toBe(0);
  expect(heatScale([1, 1], 1)(1)).toBe(0);
  expect(heatScale([1, 'x', undefined, 3], 1)('x')).toBe(0);
  expect(heatScale([1, 3], 1)(3)).toBe(1);
});

describe('sharingText()', () => {
  const sharing = (rows: Sharing['rows'], holdout = true): Sharing => ({
    own: { run: 'a', name: 'own' },
    shared: { run: 'b', name: 'shared', judged: 'median' },
    holdout,
    rows,
  });
  const row = (own: number | null, shared: number | null, outside: [number, number] | null) => ({
    symbol: 'A',
    own,
    shared,
    own_holdout: outside?.[0] ?? null,
    shared_holdout: outside?.[1] ?? null,
  });

  test('says what sharing costs in the search, and what it gains outside of it', () => {
    const text = sharingText(sharing([row(2, 1, [0.25, 0.5]), row(1, 1.5, [1, 1])]));
    expect(text).toBe(
      'In the search one set for all costs a median of 0.250 fitness; it is the better one on 1 of 2 symbols. On the holdout one set for all gains a median of 0.125 fitness; it is the better one on 1 of 2 symbols.',
    );
  });

  test('names symbols on which the shared set is not valid, and no holdout that is not shared', () => {
    const text = sharingText(sharing([row(2, null, [1, 2])], false));
    expect(text).toBe('It is not valid on A.');
    expect(sharingText(sharing([row(2, null, null)]))).toBe(
      'It is not valid on A. On the holdout the shared set is valid on 0 of 1 symbols, own sets are on 0.',
    );
  });

  test('costText() has a sign where sharing costs', () => {
    expect([costText(2, 1.5), costText(1, 1.5), costText(null, 1)]).toEqual([
      '+0.500',
      '−0.500',
      '–',
    ]);
  });
});
