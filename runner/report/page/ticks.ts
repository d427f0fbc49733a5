/** A place on an axis, and what is written there. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Round numbers between two, some `count` of them. */
export function numberTicks(
  low: number,
  high: number,
  {
    count = 5,
    text = plainText,
  }: { readonly count?: number; readonly text?: typeof plainText } = {},
): Tick[] {
  const step = roundStep((high - low) / count);
  // A range that float64 cannot divide has one tick: n would stand still above 2^53.
  const finest = Math.max(Math.abs(low), Math.abs(high)) * 1e-12;
  if (!(step > finest)) return [{ at: low, text: text(low, 1) }];
  const ticks: Tick[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) {
    ticks.push({ at: Math.min(high, Math.max(low, n * step)), text: text(n * step, step) });
  }
  return ticks;
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(rough: number): number {
  if (!(rough > 0) || !Number.isFinite(rough)) return 0;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10;
  return factor * power;
}

/** With as many decimals as the steps between ticks have. */
export function plainText(value: number, step: number): string {
  const decimals = Math.min(10, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return (Math.abs(value) < step * 1e-6 ? 0 : value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

const YEAR = 365.25 * 86_400;
const MONTHS = [1, 3, 6] as const;

/** First days of years, or of months where there are few years. @param low seconds since 1970 */
export function timeTicks(low: number, high: number, count = 8): Tick[] {
  const years = (high - low) / YEAR;
  const step = years / count;
  if (step >= 0.75) return yearTicks(low, high, Math.max(1, roundStep(step)));
  const months = MONTHS.find((one) => one >= step * 12) ?? 6;
  const ticks: Tick[] = [];
  const first = new Date(low * 1000).getUTCFullYear();
  for (let month = 0; month <= (years + 2) * 12; month += months) {
    const date = new Date(Date.UTC(first, month, 1));
    const at = date.getTime() / 1000;
    if (at < low || at > high) continue;
    ticks.push({ at, text: date.toISOString().slice(0, 7) });
  }
  return ticks;
}

function yearTicks(low: number, high: number, step: number): Tick[] {
  const ticks: Tick[] = [];
  const first = Math.ceil(new Date(low * 1000).getUTCFullYear() / step) * step;
  for (let year = first; ; year += step) {
    const at = Date.UTC(year, 0, 1) / 1000;
    if (at > high) return ticks;
    if (at >= low) ticks.push({ at, text: String(year) });
  }
}
