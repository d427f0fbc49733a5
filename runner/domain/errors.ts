/** One thing wrong with a user's file: where, what was wanted, what was found. */
export interface Problem {
  /** Path inside the file, such as `stages[0].samples`; empty for the file as a whole. */
  readonly path: string;
  readonly wanted: string;
  readonly found: string;
  /** Line of the file, counted from 1, where it is known. */
  readonly line?: number;
}

/** A user's input cannot be used. Exit code 2; nothing was started. */
export class InputError extends Error {
  readonly problems: readonly Problem[];
  /** @param action what failed, such as `Cannot read job "config/spy.json"` */
  constructor(action: string, problems: readonly Problem[], options?: ErrorOptions) {
    super(
      [`${action}:`, ...problems.map((problem) => `  ${formatProblem(problem)}`)].join('\n'),
      options,
    );
    this.name = 'InputError';
    this.problems = problems;
  }
}

/** A backtest could not be carried out. `retriable` tells whether another try may help. */
export class BacktestError extends Error {
  readonly retriable: boolean;
  constructor(message: string, options: ErrorOptions & { retriable: boolean }) {
    super(message, options);
    this.name = 'BacktestError';
    this.retriable = options.retriable;
  }
}

/** Another living process holds the runs folder. */
export class LockedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LockedError';
  }
}

export function formatProblem({ path, wanted, found, line }: Problem): string {
  const place = [path, line === undefined ? '' : `(line ${line})`].filter(Boolean).join(' ');
  return `${place === '' ? '' : `${place}: `}wanted ${wanted}, found ${found}`;
}

/** What a thrown value says: an error's message, anything else as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
