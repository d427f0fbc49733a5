import { z } from 'zod';

/** Which of several accounts: `"desk"` takes the variables whose names end in `_DESK`. */
export const account = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, 'a name of at most 32 letters, digits and _')
  .optional()
  .describe('Account: "desk" takes the variables of the environment that end in _DESK');
