import { EXIT } from './exit-code.ts';

/**
 * Ends the process where it is of no more use: when the launcher that started it was killed (its
 * channel closes then), and when nobody reads its output any more (`leantune runs | head -1`).
 */
export function guardProcess(): void {
  if (process.channel !== undefined && process.channel !== null) {
    process.once('disconnect', () => process.exit(EXIT.interrupted));
    // The channel alone must not keep the process alive.
    process.channel.unref();
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done);
      throw error;
    });
  }
}
