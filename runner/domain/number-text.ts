const counts = new Intl.NumberFormat('en-US');

/** `679,140` */
export function countText(value: number | bigint): string {
  return counts.format(value);
}

/** `1 run`, `2,000 runs`; `many` where an s does not do. */
export function manyText(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A measured value with four significant digits, whole numbers in full: `1.842`, `12,345`, `∞`. */
export function valueText(value: number): string {
  if (Number.isNaN(value)) return 'n/a';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size >= 1000 || Number.isInteger(value)) return counts.format(Math.round(value));
  return size === 0 || size >= 0.0001
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(2);
}

/** `0.09 %`; never 0 for something nor 100 for less than all. */
export function shareText(part: bigint, whole: bigint): string {
  if (whole === 0n) return 'n/a';
  if (part >= whole) return '100 %';
  const percent = Number((part * 10n ** 12n) / whole) / 10 ** 10;
  if (part === 0n) return '0 %';
  if (percent < 1e-6) return '< 0.000001 %';
  return `${percent >= 99.995 ? '99.99' : Number(percent.toPrecision(percent >= 1 ? 3 : 1))} %`;
}

/** `3.8/s`, `12,400/s`, `2.1/min` */
export function rateText(perSecond: number): string {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return 'n/a';
  if (perSecond < 0.5) return `${Number((perSecond * 60).toPrecision(2))}/min`;
  return `${perSecond < 10 ? perSecond.toFixed(1) : counts.format(Math.round(perSecond))}/s`;
}

/** `512 B`, `1.23 MB`, `20 TB`: in steps of 1,000, as `df -H` has them. */
export function bytesText(bytes: number): string {
  const steps = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
  const step = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : Number(value.toPrecision(3))} ${steps[step]}`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;

/** Two units at most: `0.4 s`, `47 s`, `2 min 40 s`, `88 h 3 min`, `12 days`, `4,100 years`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'n/a';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return twoUnits(whole, MINUTE, 'min', 's');
  if (whole < 4 * DAY) return twoUnits(Math.round(whole / MINUTE), 60, 'h', 'min');
  if (whole < 2 * YEAR) return `${Math.round(whole / DAY)} days`;
  return `${counts.format(Math.round(whole / YEAR))} years`;
}

function twoUnits(total: number, perLarge: number, large: string, small: string): string {
  const rest = total % perLarge;
  const first = `${Math.floor(total / perLarge)} ${large}`;
  return rest === 0 ? first : `${first} ${rest} ${small}`;
}
