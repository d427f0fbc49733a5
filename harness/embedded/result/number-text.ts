import { roundHalfAway, roundHalfEven } from '../statistics/rounding.ts';

/**
 * A decimal as LEAN prints it: rounded to `digits`, zeros at its end kept unless the value itself
 * has fewer digits.
 */
export function decimalText(value: number, digits: number): string {
  const rounded = roundHalfEven(value, digits);
  const isShort = Math.abs(rounded - value) <= 1e-12 * Math.max(1, Math.abs(value));
  return isShort ? shortText(rounded) : rounded.toFixed(digits);
}

/** A double as LEAN prints it: rounded, no zeros at its end. */
export function doubleText(value: number, digits: number): string {
  return shortText(roundHalfEven(value, digits));
}

/** A fraction as percent. */
export function percentText(fraction: number, digits: number): string {
  return `${decimalText(fraction * 100, digits)}%`;
}

/** `$1,234.50`, `$-775.64` */
export function moneyText(value: number, unit: string): string {
  const text = roundHalfAway(value, 2).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return `${unit}${text}`;
}

/** .NET's TimeSpan: `282.00:00:00`, with ticks of 100 ns where there are any. */
export function durationText(ms: number): string {
  const ticks = Math.round(ms * 10_000);
  const perDay = 864_000_000_000;
  const days = Math.floor(ticks / perDay);
  const seconds = Math.floor((ticks % perDay) / 10_000_000);
  const rest = ticks % 10_000_000;
  const pad = (part: number, width = 2) => String(part).padStart(width, '0');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => pad(part))
    .join(':');
  return `${days > 0 ? `${days}.` : ''}${clock}${rest > 0 ? `.${pad(rest, 7)}` : ''}`;
}

/** ISO time in UTC without fractions of a second. */
export function timeText(utcMs: number): string {
  return new Date(utcMs).toISOString().replace('.000Z', 'Z');
}

function shortText(value: number): string {
  return Number(value.toPrecision(15)).toString();
}
