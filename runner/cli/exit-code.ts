import { InputError } from '../domain/errors.ts';

/** What a process of ours ends with. */
export const EXIT = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof InputError ? EXIT.badInput : EXIT.failed;
}
