import { setTimeout as pause } from 'node:timers/promises';
import { isAway } from './docker-errors.ts';

/** An upgrade of Docker, or a restart of its machine, is over within this. */
const AWAY_MS = 300_000;
const LOOK_MS = 1_000;

interface AbsenceOptions {
  /** The daemon's address. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly log: (text: string) => void;
  readonly awayMs?: number;
}

/**
 * Tries an action again and again while Docker does not answer: a night's work must not end because
 * Docker was restarted. What fails for any other reason fails at once.
 * @throws whatever the action throws; of a Docker that stays away, after five minutes
 */
export async function throughAbsence<Result>(
  action: () => Promise<Result>,
  { name, signal, log, awayMs = AWAY_MS }: AbsenceOptions,
): Promise<Result> {
  let since: number | null = null;
  for (;;) {
    try {
      const result = await action();
      if (since !== null) log(`Docker at ${name} answers again`);
      return result;
    } catch (error) {
      if (!isAway(error)) throw error;
      if (since === null) log(`Docker at ${name} does not answer: waiting for it`);
      since ??= performance.now();
      if (performance.now() - since >= awayMs) throw error;
    }
    await pause(LOOK_MS, undefined, { signal });
  }
}
