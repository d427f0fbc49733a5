import type { TakePrinted } from './confine.ts';
import type { Position } from './position.ts';
import type { StrayFaults } from './stray-faults.ts';
import type { ThreadAnswer } from './thread-messages.ts';

/** What a thread has around the backtests that it runs. */
export interface RunSurroundings {
  readonly position: Position;
  readonly faults: StrayFaults;
  readonly takePrinted: TakePrinted;
  readonly answer: (message: ThreadAnswer) => void;
}
