import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: a terminal, a file or a test. */
export interface Screen {
  write(text: string): void;
  /** True where a line can be written over: a terminal. */
  readonly rewrites: boolean;
  readonly columns: number;
  /** Adds colour where the screen shows it and the user has not asked for none (NO_COLOR). */
  style(format: Style, text: string): string;
}

export interface Screens {
  /** What the command was asked for. */
  readonly out: Screen;
  /** Everything else: progress beside `--json`, warnings, errors. */
  readonly err: Screen;
}

export function screenOf(stream: NodeJS.WriteStream): Screen {
  return {
    write: (text) => void stream.write(text),
    rewrites: stream.isTTY === true && process.env['TERM'] !== 'dumb',
    get columns() {
      return stream.columns || 80;
    },
    style: (format, text) => styleText(format, text, { stream, validateStream: true }),
  };
}
