import { InputError } from '../../../runner/domain/errors.ts';
import { type Random, randomFrom } from '../../../runner/domain/random.ts';
import { MS_PER_DAY, weekdayOf } from '../data/calendar-day.ts';
import { timeZone } from '../data/time-zone.ts';
import type { StepBars } from '../steps/step-market.ts';
import { tradingTimes } from './trading-times.ts';

const MINUTE = 60_000;
/** Prices inside a bar, of which the last is its close. */
const MOVES = 4;

interface Model {
  readonly price: number;
  readonly tick: number;
  /** Standard deviation of a quiet minute, as a part of the price. */
  readonly noise: number;
  /** Minutes of the zone's clock at which the market wakes up. */
  readonly openings: readonly number[];
}

const MODELS: Readonly<Record<string, Model>> = {
  GER40: { price: 14_000, tick: 0.1, noise: 0.00013, openings: [8 * 60, 9 * 60, 15.5 * 60] },
  XAUUSD: { price: 1_900, tick: 0.01, noise: 0.0001, openings: [0, 7 * 60, 13.5 * 60] },
};

const SYNTHETIC_SYMBOLS = Object.keys(MODELS);

interface SyntheticOptions {
  readonly symbol: string;
  /** Weekdays. */
  readonly days: number;
  /** The first day, counted from 1970-01-01. */
  readonly firstDay: number;
  readonly seed: number;
}

/**
 * Bars of one minute that look like the symbol's: a random walk, livelier after openings, without a
 * gap. Made up: nothing follows from what a strategy earns on them.
 * @throws InputError for a symbol that there is no model of
 */
export function syntheticBars({ symbol, days, firstDay, seed }: SyntheticOptions): StepBars {
  const model = MODELS[symbol];
  if (model === undefined) {
    throw new InputError('Cannot make up bars', [
      { path: '--synthetic', wanted: `one of ${SYNTHETIC_SYMBOLS.join(', ')}`, found: symbol },
    ]);
  }
  const { zone: zoneId, from, to } = tradingTimes(symbol);
  const zone = timeZone(zoneId);
  const perDay = to - from;
  const length = days * perDay;
  const column = (): Float64Array => new Float64Array(length);
  const bars = {
    length,
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
  };
  const price = priceWalk(model, randomFrom(seed, SYNTHETIC_SYMBOLS.indexOf(symbol), 0));
  let bar = 0;
  for (let day = firstDay, made = 0; made < days; day++) {
    if (weekdayOf(day) === 0 || weekdayOf(day) === 6) continue;
    made++;
    price.startDay();
    const first = zone.toUtc(day * MS_PER_DAY + from * MINUTE);
    for (let minute = 0; minute < perDay; minute++, bar++) {
      bars.time[bar] = first + minute * MINUTE;
      price.walk(from + minute, bars, bar);
    }
  }
  return bars;
}

type Prices = Record<'open' | 'high' | 'low' | 'close', Float64Array>;

function priceWalk({ price: start, tick, noise, openings }: Model, random: Random) {
  const rounded = (value: number): number => Number((Math.round(value / tick) * tick).toFixed(4));
  let price = start;
  let drift = 0;
  let mood = 1;
  return {
    /** A day has a direction and a temper of its own, and opens a little off the last close. */
    startDay(): void {
      mood = Math.exp(0.35 * normal(random));
      drift = 0.06 * noise * normal(random);
      price *= 1 + 8 * noise * normal(random);
    },
    walk(minute: number, into: Prices, bar: number): void {
      const size = (price * noise * mood * liveliness(minute, openings)) / Math.sqrt(MOVES);
      const open = rounded(price);
      let [high, low] = [open, open];
      for (let move = 0; move < MOVES; move++) {
        price += size * normal(random) + (price * drift) / MOVES;
        high = Math.max(high, price);
        low = Math.min(low, price);
      }
      const close = rounded(price);
      into.open[bar] = open;
      into.close[bar] = close;
      into.high[bar] = Math.max(open, close, rounded(high));
      into.low[bar] = Math.min(open, close, rounded(low));
    },
  };
}

/** 1 where nothing happens, up to 3 at an opening, fading over an hour. */
function liveliness(minute: number, openings: readonly number[]): number {
  let sum = 1;
  for (const opening of openings) {
    if (minute >= opening) sum += 2 * Math.exp((opening - minute) / 60);
  }
  return Math.min(3, sum);
}

/** Box and Muller's draw, one of the two. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
