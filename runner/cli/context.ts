import type { ExitCode } from './exit-code.ts';
import type { Screens } from './screen.ts';
import type { Services } from './services.ts';

/** What every command is given. */
export interface CommandContext extends Screens {
  readonly services: Services;
  /** Sets what the process ends with; 0 where a command does not say. */
  finish(code: ExitCode): void;
}
