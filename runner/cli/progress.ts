import type { RunEvent, RunListener } from '../domain/run-event.ts';
import type { RunRecord, StageProgress } from '../domain/run-record.ts';
import { createLiveLine } from './live-line.ts';
import type { Screen } from './screen.ts';
import { stageLine } from './stage-line.ts';

export interface Progress {
  readonly listen: RunListener;
  /** Takes the unfinished line away, so that other text can follow. */
  end(): void;
}

/** Where a stage stood when it was first seen running: its rate counts from there. */
interface FirstSeen {
  readonly evaluations: number;
  readonly at: number;
}

interface StageOfRun {
  readonly key: string;
  readonly stage: StageProgress;
  /** The symbol, where the run has several, and the stage's name, padded to one width. */
  readonly label: string;
}

/**
 * Shows a run as it goes: a line for each stage, written over while it runs where the screen can,
 * and warnings as they come.
 *
 * @param now a clock in milliseconds
 */
export function createProgress(screen: Screen, now: () => number): Progress {
  const firstSeen = new Map<string, FirstSeen>();
  const finished = new Set<string>();
  const line = createLiveLine(screen, now);

  const running = ({ key, stage, label }: StageOfRun, memoryMb: number | undefined): void => {
    const time = now();
    const first = firstSeen.get(key) ?? { evaluations: stage.evaluations, at: time };
    firstSeen.set(key, first);
    const made = stage.evaluations - first.evaluations;
    const seconds = (time - first.at) / 1000;
    line.show(() => stageLine({ stage, label, made, seconds, memoryMb }));
  };
  const over = ({ key, stage, label }: StageOfRun): void => {
    if (finished.has(key)) return;
    finished.add(key);
    line.print(stageLine({ stage, label, made: stage.evaluations, seconds: stage.seconds }));
  };

  const record = (run: RunRecord): void => {
    for (const one of stagesOf(run)) {
      if (one.stage.state === 'running') running(one, run.memory_mb);
      if (one.stage.state === 'complete' || one.stage.state === 'stopped') over(one);
    }
  };

  return {
    listen(event: RunEvent) {
      if (event.type === 'record') record(event.record);
      if (event.type === 'log' && event.level !== 'info') line.print(logText(event, screen));
    },
    end: line.clear,
  };
}

function stagesOf({ symbols }: RunRecord): StageOfRun[] {
  const several = symbols.length > 1;
  const found = symbols.flatMap(({ symbol, stages }) =>
    stages.map((stage) => ({
      key: `${symbol}\0${stage.name}`,
      stage,
      label: several ? `${symbol}  ${stage.name}` : stage.name,
    })),
  );
  const width = Math.max(0, ...found.map(({ label }) => label.length));
  return found.map((one) => ({ ...one, label: one.label.padEnd(width) }));
}

function logText(
  { level, message }: Extract<RunEvent, { type: 'log' }>,
  { style }: Screen,
): string {
  const word = level === 'warn' ? style('yellow', 'Warning:') : style('red', 'Error:');
  return `${word} ${message}`;
}
