const MINUS = '−';
/** What stands where there is no value. */
export const ABSENT = '–';

/** Making one takes far longer than what it then writes. */
const numberFormats = new Map<number, Intl.NumberFormat>();

function grouped(value: number, decimals: number): string {
  let format = numberFormats.get(decimals);
  if (format === undefined) {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    format = new Intl.NumberFormat('en-US', digits);
    numberFormats.set(decimals, format);
  }
  return format.format(value);
}

/** Groups thousands and sets a true minus; infinities as signs. */
export function formatNumber(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || Number.isNaN(value)) return ABSENT;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  const text = grouped(value, decimals).replace('-', MINUS);
  // A value that rounds to zero has no sign.
  return /[1-9]/.test(text) ? text : text.replace(MINUS, '');
}

/** @param currency its sign, which stands before the figure: −$1,250 */
export function formatMoney(
  value: number | null | undefined,
  currency: string,
  decimals = 0,
): string {
  const text = formatNumber(value, decimals);
  if (text === ABSENT) return text;
  return text.startsWith(MINUS) ? `${MINUS}${currency}${text.slice(1)}` : `${currency}${text}`;
}

/** @param value in percent: 23.4 is 23.40 % */
export function formatPercent(value: number | null | undefined, decimals = 2): string {
  const text = formatNumber(value, decimals);
  return text === ABSENT ? text : `${text}%`;
}

/** A fitness may be a ratio or a sum of money: three decimals while small, none when large. */
export function formatFitness(value: number | null | undefined): string {
  if (value === null || value === undefined) return ABSENT;
  const size = Math.abs(value);
  if (size >= 1000) return formatNumber(value, 0);
  return formatNumber(value, size >= 100 ? 2 : 3);
}

/** At most `digits` significant digits and no zeros at the end: 0.1 + 0.2 is 0.3. */
export function formatValue(value: number | string | boolean | undefined, digits = 10): string {
  if (value === undefined) return ABSENT;
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value)) return formatNumber(value);
  return String(Number(value.toPrecision(digits))).replace('-', MINUS);
}

/** 42 s, 3 min 05 s, 2 h 04 min, 3 d 4 h. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return ABSENT;
  if (seconds > 0 && seconds < 0.05) return '< 0.1 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  if (whole < 86_400)
    return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** Evaluations per second, or per minute where they are slow. */
export function formatRate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined) return ABSENT;
  if (perSecond < 0.95) return `${formatNumber(perSecond * 60, 1)}/min`;
  return `${formatNumber(perSecond, perSecond < 9.95 ? 1 : 0)}/s`;
}

/** A share from 0 to 1 in percent, with more decimals the smaller it is. */
export function formatShare(share: number | null): string {
  if (share === null) return ABSENT;
  if (share === 0) return '0%';
  const percent = share * 100;
  if (percent > 0 && percent < 0.001) return '< 0.001%';
  if (percent >= 10)
    return formatPercent(percent, percent > 99.95 || Number.isInteger(percent) ? 0 : 1);
  return formatPercent(percent, percent < 0.1 ? 3 : 2);
}

/** Large sizes as people say them: 1,478,400 in full, 3.1 × 10¹² beyond. */
export function formatSize(size: string | null): string {
  if (size === null) return 'continuous';
  if (size.length <= 9) return grouped(Number(size), 0);
  const exponent = size.length - 1;
  const raised = [...String(exponent)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
  return `${size[0]}.${size[1]} × 10${raised}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const MINUTE = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Minutes are enough for a list; the full time goes into a title. Local time. */
export function formatTime(iso: string, now: Date): string {
  const at = new Date(iso);
  const sameYear = at.getFullYear() === now.getFullYear();
  const day = (sameYear ? DAY : DAY_OF_YEAR).format(at);
  const time = MINUTE.format(at);
  return at.toDateString() === now.toDateString() ? `today ${time}` : `${day} ${time}`;
}
