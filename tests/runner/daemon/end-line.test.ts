import { describe, expect, it } from 'vitest';
import { endLine } from '../../../runner/daemon/end-line.ts';
import type { RunRecord, SymbolProgress } from '../../../runner/domain/run-record.ts';

function symbol(name: string, best: { id: number; fitness: number } | null): SymbolProgress {
  return { symbol: name, counts: { evaluations: 210 }, best } as unknown as SymbolProgress;
}

function record(symbols: readonly SymbolProgress[], reason: string | null = null): RunRecord {
  const state = reason === null ? 'complete' : 'stopped';
  return { id: '20261121_101530', state, reason, seconds: 12.4, symbols } as unknown as RunRecord;
}

describe('endLine()', () => {
  it('says what a run found on each symbol', () => {
    const best = { id: 137, fitness: 1.84 };
    expect(endLine(record([symbol('SPY', best), symbol('IBM', null)]))).toBe(
      'Run 20261121_101530: complete, 420 evaluations in 12 s; best SPY 1.84 (#137)',
    );
  });

  it('names three symbols of many, and why a run stopped', () => {
    const symbols = ['A', 'B', 'C', 'D'].map((name) => symbol(name, { id: 1, fitness: 2 }));
    expect(endLine(record(symbols, 'stopped by the user'))).toContain(
      'stopped (stopped by the user), 840 evaluations in 12 s; best A 2 (#1), B 2 (#1), C 2 (#1) and 1 more',
    );
    expect(endLine(record([symbol('SPY', null)]))).toContain('no valid set');
  });
});
