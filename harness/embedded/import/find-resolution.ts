import type { Resolution } from '../../../runner/domain/bar-import.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { MS_PER_DAY } from '../data/calendar-day.ts';

/** Length of a bar in ms. */
export const BAR_MS: Readonly<Record<Resolution, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  daily: MS_PER_DAY,
};

/**
 * The resolution of bars by their usual spacing. What the user says is taken, unless the bars are
 * closer together than that.
 * @param times ascending, in ms
 * @returns the resolution, and a note where the bars are further apart than it says
 * @throws InputError where LEAN's layout has no place for bars of that spacing
 */
export function findResolution(
  times: Float64Array,
  told?: Resolution,
): { resolution: Resolution; note: string | null } {
  const spacing = usualSpacing(times);
  const found = resolutionOf(spacing);
  if (told === undefined) {
    if (found !== null) return { resolution: found, note: null };
    refuse(spacing === null ? 'one bar' : `bars ${spacingText(spacing)} apart`);
  }
  if (spacing === null || told === found) return { resolution: told, note: null };
  if (spacing < BAR_MS[told]) {
    refuse(`bars ${spacingText(spacing)} apart`, `bars ${spacingText(BAR_MS[told])} apart`);
  }
  const note = `Bars are ${spacingText(spacing)} apart; each is kept as a bar of ${spacingText(BAR_MS[told])}`;
  return { resolution: told, note };
}

function resolutionOf(spacing: number | null): Resolution | null {
  if (spacing === null) return null;
  // Sunday's and short sessions' bars may stand closer to the next day's than a day.
  if (spacing >= MS_PER_DAY * 0.8 && spacing <= MS_PER_DAY) return 'daily';
  if (spacing === BAR_MS.hour) return 'hour';
  return spacing === BAR_MS.minute ? 'minute' : null;
}

/** The most frequent distance between neighbours; null below two bars. */
export function usualSpacing(times: Float64Array): number | null {
  const counts = new Map<number, number>();
  for (let index = 1; index < times.length; index++) {
    const distance = (times[index] as number) - (times[index - 1] as number);
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  let usual: number | null = null;
  for (const [distance, count] of counts) {
    const best = usual === null ? 0 : (counts.get(usual) as number);
    if (usual === null || count > best || (count === best && distance < usual)) usual = distance;
  }
  return usual;
}

export function spacingText(ms: number): string {
  const units = [
    ['day', MS_PER_DAY],
    ['hour', BAR_MS.hour],
    ['minute', BAR_MS.minute],
    ['second', 1000],
  ] as const;
  const [name, size] = units.find(([, unit]) => ms % unit === 0) ?? ['ms', 1];
  const count = ms / size;
  return count === 1 ? `a${name === 'hour' ? 'n' : ''} ${name}` : `${count} ${name}s`;
}

function refuse(
  found: string,
  wanted = 'bars a minute, an hour or a day apart, or --resolution',
): never {
  throw new InputError('Cannot find the resolution of the bars', [
    { path: '--resolution', wanted, found },
  ]);
}
