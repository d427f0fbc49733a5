import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { commandLines, quoteArgument } from '../../site/data/command-lines.ts';
import { decodeEvaluation, decodeRecord } from '../../site/data/decode.ts';
import { progressNote, runProgress, searchedShare, stageShare } from '../../site/data/progress.ts';
import { headlineFacts, runFacts } from '../../site/data/run-facts.ts';
import { chooseSymbol } from '../../site/data/run-snapshot.ts';
import { leanText, statisticRows } from '../../site/data/statistic-rows.ts';
import { topColumns } from '../../site/data/top-columns.ts';
import { fixtureRun } from '../e2e/fixture-run.ts';

const OPTIONS = {
  id: '20260101_000000',
  name: 'spy',
  state: 'running',
  planned: 100,
  done: 40,
  seed: 1,
} as const;
const running = () => fixtureRun(OPTIONS);

describe('decodeEvaluation()', () => {
  test('puts infinities back into figures, but leaves words alone', () => {
    const [row] = running().top('SPY', 1);
    const wire = {
      ...row,
      fitness: '-Infinity',
      profit_factor: 'Infinity',
      stage: 'Infinity',
      params: { mode: 'Infinity' },
      metrics: { sharpe_ratio: '-Infinity' },
    } as unknown as Evaluation;
    const decoded = decodeEvaluation(wire);
    expect(decoded.fitness).toBe(Number.NEGATIVE_INFINITY);
    expect(decoded.profit_factor).toBe(Number.POSITIVE_INFINITY);
    expect(decoded.metrics['sharpe_ratio']).toBe(Number.NEGATIVE_INFINITY);
    expect(decoded.stage).toBe('Infinity');
    expect(decoded.params).toEqual({ mode: 'Infinity' });
  });

  test('decodeRecord() gives an ordinary record back as it was', () => {
    const record = running().record();
    expect(decodeRecord(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });
});

describe('progress', () => {
  test('runProgress() reckons what is left from the rate', () => {
    expect(runProgress(running().record())).toEqual({
      done: 40,
      planned: 100,
      share: 0.4,
      perSecond: 50,
      etaSeconds: 1.2,
    });
  });

  test('runProgress() promises nothing for a run that has stopped or has no end', () => {
    const record = running().record();
    expect(runProgress({ ...record, state: 'stopped' }).etaSeconds).toBeNull();
    expect(runProgress({ ...record, planned_evaluations: null })).toMatchObject({
      share: null,
      etaSeconds: null,
    });
  });

  test('searchedShare() is null in a continuous space', () => {
    const record = running().record();
    const [symbol] = record.symbols;
    expect(searchedShare(record, symbol!)).toBeCloseTo(40 / 83_160);
    expect(searchedShare({ ...record, space_size: null }, symbol!)).toBeNull();
  });

  test('stageShare() is full for a stage that ended before its budget', () => {
    const [stage] = running().record().symbols[0]!.stages;
    expect(stageShare({ ...stage!, state: 'complete', evaluations: 3, budget: 9 })).toBe(1);
    expect(stageShare({ ...stage!, state: 'running', evaluations: 3, budget: 9 })).toBeCloseTo(
      1 / 3,
    );
    expect(stageShare({ ...stage!, state: 'running', budget: null })).toBeNull();
  });
});

describe('tables', () => {
  test('topColumns() shows every parameter, and only metrics that were measured', () => {
    const rows = running().top('SPY', 5);
    const labels = topColumns(rows).map(({ label }) => label);
    expect(labels.slice(0, 5)).toEqual(['Fitness', 'fast', 'slow', 'threshold', 'exit_on_close']);
    expect(labels).toContain('Sharpe');
    const bare = rows.map((row) => ({ ...row, metrics: {} }));
    expect(topColumns(bare).map(({ label }) => label)).not.toContain('Sharpe');
  });

  test('topColumns() marks a conditional parameter that is absent from a set', () => {
    const [row] = running().top('SPY', 1);
    const columns = topColumns([row!, { ...row!, params: { fast: 5 } }]);
    const slow = columns.find(({ key }) => key === 'param:slow');
    expect(slow?.text({ ...row!, params: { fast: 5 } })).toBe('–');
  });

  test('statisticRows() sets the holdout beside the search', () => {
    const best = fixtureRun({ ...OPTIONS, state: 'complete', done: 100, holdout: true }).best(
      'SPY',
    );
    const { metrics, statistics } = statisticRows(best);
    expect(metrics[0]).toMatchObject({ name: 'Fitness', holdout: '0.412' });
    expect(statistics.find(({ name }) => name === 'Average Loss')?.search).toBe('−1.64%');
    expect(statisticRows({ ...best, holdout: null }).metrics[0]?.holdout).toBeNull();
  });
});

describe('texts', () => {
  test.each([
    ['216325.41', '216,325.41'],
    ['$910000000.00', '$910,000,000.00'],
    ['$-1234.50', '−$1,234.50'],
    ['-0.311', '−0.311'],
    ['13.400%', '13.400%'],
    ['SPY R735QTJ8XC9X', 'SPY R735QTJ8XC9X'],
    ['2010-01-04', '2010-01-04'],
  ])('leanText() writes %s as %s', (text, written) => {
    expect(leanText(text)).toBe(written);
  });

  test('headlineFacts() and runFacts() leave out what there is not', () => {
    const run = running();
    expect(headlineFacts(run.record()).join()).not.toContain('holdout');
    const facts = new Map(runFacts(run.record(), run.job()));
    expect(facts.get('Parameters')).toContain('slow: 20 to 200 by 5');
    expect(facts.has('Ended')).toBe(false);
  });

  test('commandLines() names the symbol where there are several', () => {
    const several = fixtureRun({ ...OPTIONS, symbols: ['SPY', 'BRK/B'] }).record();
    const command = (index: number) =>
      commandLines(several, several.symbols[index]!).at(-1)?.command;
    expect(command(1)).toBe('npx leantune backtest --run 20260101_000000 --symbol BRK/B');
    const one = running().record();
    expect(commandLines(one, one.symbols[0]!).at(-1)?.command).toBe(
      'npx leantune backtest --run 20260101_000000',
    );
    expect(commandLines(one, { ...one.symbols[0]!, best: null })).toHaveLength(2);
  });

  test('commandLines() repeats a job only by the file that it was dropped as', () => {
    const record = running().record();
    const commands = commandLines(record, null, 'job.yaml').map(({ command }) => command);
    expect(commands).toContain('npx leantune optimize runs/20260101_000000/job.yaml --no-resume');
    expect(
      commandLines(record, null)
        .map(({ command }) => command)
        .join(),
    ).not.toContain('optimize');
  });

  test('progressNote() says why a run that is complete made less than was planned', () => {
    const record = running().record();
    const complete = (evaluations: number, duplicates: number) => ({
      ...record,
      state: 'complete' as const,
      symbols: record.symbols.map((symbol) => ({
        ...symbol,
        counts: { ...symbol.counts, evaluations, duplicates },
      })),
    });
    expect(progressNote(record)).toBe('of 100 planned');
    expect(progressNote(complete(100, 3))).toBe('of 100 planned');
    expect(progressNote(complete(40, 7))).toBe('ended by itself at 40 of 100 planned');
    expect(progressNote(complete(40, 60))).toBe('60 of 100 planned were repeats');
    expect(progressNote({ ...complete(40, 7), planned_evaluations: null })).toBe('');
  });

  test('quoteArgument() keeps a shell from reading what is quoted', () => {
    expect(quoteArgument('SPY')).toBe('SPY');
    expect(quoteArgument("it's $(rm)")).toBe("'it'\\''s $(rm)'");
  });

  test('chooseSymbol() takes name or folder, else the first', () => {
    const record = fixtureRun({ ...OPTIONS, symbols: ['SPY', 'BRK/B'] }).record();
    expect(chooseSymbol(record, 'BRK_B')?.symbol).toBe('BRK/B');
    expect(chooseSymbol(record, 'BRK/B')?.symbol).toBe('BRK/B');
    expect(chooseSymbol(record, 'nope')?.symbol).toBe('SPY');
    expect(chooseSymbol({ ...record, symbols: [] }, null)).toBeNull();
  });
});
