/**
 * What an option of an executor would reach, were it to: `program` runs anything, `path` is read,
 * written or run from, `hosts` are machines that backtests go to.
 */
export type Reach = 'program' | 'path' | 'hosts';
