import { z } from 'zod';
import { NOTICE_FIELDS, NOTICE_KINDS } from '../domain/notice.ts';
import { unknownFields } from '../domain/notice-template.ts';

/** What every channel can be told. Secrets are not among it: they come from the environment. */
export const notifyKeys = {
  on: z
    .array(z.enum(NOTICE_KINDS))
    .min(1)
    .optional()
    .describe('What word is sent of (default: best, finish and failure)'),
  every: z
    .int()
    .min(1)
    .optional()
    .describe('Evaluations between two notices of progress (default 10)'),
  min_seconds: z
    .number()
    .min(0)
    .max(86_400)
    .optional()
    .describe('The least between two of progress, or two of a new best (default 60)'),
  template: z
    .string()
    .min(1)
    .max(4000)
    .refine((text) => unknownFields(text).length === 0, {
      error: ({ input }) =>
        `only names such as {{name}} that a notice has: ${NOTICE_FIELDS.join(', ')}; not ${unknownFields(String(input)).join(', ')}`,
    })
    .optional()
    .describe('The text, with {{name}}, {{symbol}}, {{fitness}}, {{params}} … in place of values'),
  dry_run: z
    .boolean()
    .optional()
    .describe('Says in the log what would be sent, and sends nothing (default false)'),
};
