import { z } from 'zod';

/** Text of a job file that may be shown anywhere. */
export function text(longest: number) {
  // Control characters would end up in logs, file names and terminals.
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}+$/u, 'text without control characters');
}

/** A path as the user wrote it; whether it may be read is decided where it is read. */
export const filePath = text(1000);
