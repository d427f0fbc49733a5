import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../runner/cli/progress.ts';
import { progressOf, recordEvent, recordingScreen, recordOf, stage } from './recorded-run.ts';

function watched(rewrites: boolean) {
  const screen = recordingScreen(rewrites);
  let time = 0;
  const progress = createProgress(screen, () => time);
  const at = (seconds: number, ...stages: Parameters<typeof recordEvent>[0]) => {
    time = seconds * 1000;
    progress.listen(recordEvent(stages));
  };
  return { screen, progress, at };
}

describe('createProgress()', () => {
  it('prints a line a second and one at the end of a stage where lines stay', () => {
    const { screen, at } = watched(false);
    for (let tenth = 0; tenth <= 20; tenth++) {
      at(tenth / 10, stage('lhs', { state: 'running', evaluations: tenth * 2, best: 0.5 }));
    }
    at(5, stage('lhs', { state: 'complete', evaluations: 100, best: 1.8412, seconds: 5 }));
    at(6, stage('lhs', { state: 'complete', evaluations: 100, best: 1.8412, seconds: 5 }));
    expect(screen.text().trimEnd().split('\n')).toEqual([
      'lhs  20 / 100  20 %  20/s  best 0.5  ETA 4.0 s',
      'lhs  40 / 100  40 %  20/s  best 0.5  ETA 3.0 s',
      'lhs  100 evaluations  20/s  best 1.841  in 5.0 s',
    ]);
  });

  it('prints ever more rarely in a long run', () => {
    const { screen, at } = watched(false);
    for (let second = 0; second <= 3600; second++) {
      at(second, stage('lhs', { state: 'running', evaluations: second, budget: null }));
    }
    const lines = screen.text().split('\n').length;
    expect(lines).toBeGreaterThan(50);
    expect(lines).toBeLessThan(150);
  });

  it('writes over one line on a terminal and takes it away at the end', () => {
    const { screen, progress, at } = watched(true);
    at(0, stage('lhs', { state: 'running' }));
    at(2, stage('lhs', { state: 'running', evaluations: 50 }));
    at(3, stage('lhs', { state: 'running', evaluations: 60 }));
    progress.end();
    const text = screen.text();
    expect(text).not.toContain('\n');
    expect(text.split('\r\u001b[2K')).toEqual([
      'lhs  50 / 100  50 %  25/s  best none yet  ETA 2.0 s',
      'lhs  60 / 100  60 %  20/s  best none yet  ETA 2.0 s',
      '',
    ]);
  });

  it('counts the rate of a resumed stage from where it was found', () => {
    const { screen, at } = watched(false);
    at(0, stage('lhs', { state: 'running', evaluations: 80 }));
    at(2, stage('lhs', { state: 'running', evaluations: 90 }));
    expect(screen.text()).toContain('90 / 100  90 %  5.0/s');
  });

  it('names the symbol where there are several', () => {
    const screen = recordingScreen();
    const done = [stage('lhs', { state: 'complete', evaluations: 100, seconds: 1 })];
    const symbols = ['SPY', 'QQQQ'].map((symbol) => progressOf({ symbol, stages: done }));
    createProgress(screen, () => 0).listen({ type: 'record', record: recordOf({ symbols }) });
    expect(screen.text()).toMatch(
      /^SPY {2}lhs {3}100 evaluations .*\nQQQQ {2}lhs {2}100 evaluations .*\n$/,
    );
  });

  it('shows warnings and errors of the log, and keeps the rest to the log', () => {
    const screen = recordingScreen();
    const { listen } = createProgress(screen, () => 0);
    for (const level of ['info', 'warn', 'error'] as const) {
      listen({ type: 'log', run: 'r', level, message: `a ${level}`, at: '' });
    }
    expect(screen.text()).toBe('Warning: a warn\nError: a error\n');
  });
});
