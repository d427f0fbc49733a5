import { InvalidArgumentError } from 'commander';

export type FlagValue = number | string | boolean;

export function symbolList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((ticker) => ticker.trim())].filter((t) => t !== '');
}

export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('Wanted a number above 0.');
  }
  return value;
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Wanted a whole number.');
  return Number(text);
}

export function wholeAboveZero(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) === 0) {
    throw new InvalidArgumentError('Wanted a whole number above 0.');
  }
  return Number(text);
}

/** `name=value`, read as number or switch where it is one. */
export function assignments(
  text: string,
  before: Readonly<Record<string, FlagValue>> = {},
): Readonly<Record<string, FlagValue>> {
  const [name, value] = splitAssignment(text);
  return { ...before, [name]: flagValue(value) };
}

export function splitAssignment(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Wanted name=value.');
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function flagValue(text: string): FlagValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Several values at once, as a JSON object. */
export function jsonObject(text: string): Readonly<Record<string, FlagValue>> {
  const value = parsed(text);
  const plain = (one: unknown) => ['number', 'string', 'boolean'].includes(typeof one);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || !Object.values(value).every(plain)) {
    throw new InvalidArgumentError('Wanted a JSON object such as {"fast":10}.');
  }
  return value as Record<string, FlagValue>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
