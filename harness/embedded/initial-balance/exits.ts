import type { StepBars } from '../steps/step-market.ts';
import type { OpenTrade, TradeStore } from './trade-store.ts';

export interface ExitRules {
  readonly rr_target: number;
  /** Steps that the target moves when it is reached; 0 for a target that ends the trade. */
  readonly tsl_target: number;
  /** Steps that the stop moves then. */
  readonly tsl_sl: number;
}

export interface Exit {
  /** The bar, or NO_EXIT where nothing ends the trade up to the horizon. */
  readonly bar: number;
  readonly price: number;
  readonly reason: 'stop' | 'tp' | 'time';
}

const NO_EXIT = 0x7fffffff;
/** Beyond any window: they end with their day. */
const NEVER = 0xffff;

/** A stop that moved by less than this in a bar counts as unmoved. */
const MOVED = 0.001;

/** How a trade ends under a rule, were its window to stay open up to the horizon. */
export function exitOf(
  bars: StepBars,
  trade: OpenTrade,
  rules: ExitRules & { halfSpread: number },
): Exit {
  return rules.tsl_target > 0
    ? trailingExit(bars, trade, { ...rules, from: trade.bar + 1 })
    : fixedExit(bars, trade, rules);
}

function fixedExit(bars: StepBars, trade: OpenTrade, { rr_target }: ExitRules): Exit {
  const { side, stop, raw, step, last } = trade;
  const target = raw + side * rr_target * step;
  for (let bar = trade.bar + 1; bar <= last; bar++) {
    if (isStopped(bars, bar, side, stop)) return stopped(bars, bar, side, stop);
    const reached =
      side === 1 ? (bars.high[bar] as number) >= target : (bars.low[bar] as number) <= target;
    if (reached) return { bar, price: target, reason: 'tp' };
  }
  return OPEN;
}

interface TrailingRules extends ExitRules {
  readonly halfSpread: number;
  /** The first bar at which anything happens. */
  readonly from: number;
}

function trailingExit(
  bars: StepBars,
  trade: OpenTrade,
  { rr_target, tsl_target, tsl_sl, halfSpread, from }: TrailingRules,
): Exit {
  const { side, raw, step, last } = trade;
  let { stop } = trade;
  let target = raw + side * rr_target * step;
  for (let bar = from; bar <= last; bar++) {
    const before = stop;
    const close = bars.close[bar - 1] as number;
    if ((close + side * halfSpread - target) * side >= 0) {
      stop += side * tsl_sl * step;
      target += side * tsl_target * step;
    }
    const checked = Math.abs(stop - before) > MOVED ? before : stop;
    if (isStopped(bars, bar, side, checked)) return stopped(bars, bar, side, checked);
  }
  return OPEN;
}

const OPEN: Exit = { bar: NO_EXIT, price: Number.NaN, reason: 'time' };

function isStopped({ high, low }: StepBars, bar: number, side: 1 | -1, stop: number): boolean {
  return side === 1 ? (low[bar] as number) <= stop : (high[bar] as number) >= stop;
}

/** At the stop; where the whole bar lies beyond it, at the price nearest to it. */
function stopped({ high, low }: StepBars, bar: number, side: 1 | -1, stop: number): Exit {
  const price =
    side === 1 ? Math.min(stop, high[bar] as number) : Math.max(stop, low[bar] as number);
  return { bar, price, reason: 'stop' };
}

/** How trades end under one rule, by their numbers; filled in as they are asked for. */
export interface ExitTable {
  /** Bars from the entry to the exit, NEVER, or 0 where nobody asked yet. */
  readonly after: Uint16Array;
  readonly r: Float64Array;
  readonly bytes: number;
  /** Makes the exits of these trades known. */
  fill(trades: Uint16Array | Int32Array): void;
}

/** @param started where trailing begins under the rule's rr_target, which all such rules share */
export function createExitTable(
  bars: StepBars,
  { store, started }: { readonly store: TradeStore; readonly started: StartTable },
  rules: ExitRules,
): ExitTable {
  const full = { ...rules, halfSpread: store.halfSpread };
  const exitAt = (number: number, trade: OpenTrade): Exit => {
    if (rules.tsl_target === 0) return fixedExit(bars, trade, rules);
    const after = started.of(number);
    return after === NEVER ? OPEN : trailingExit(bars, trade, { ...full, from: trade.bar + after });
  };
  const table = {
    after: new Uint16Array(0),
    r: new Float64Array(0),
    get bytes() {
      return table.after.byteLength + table.r.byteLength + 256;
    },
    fill(trades: Uint16Array | Int32Array): void {
      if (store.trades.length > table.after.length) grow();
      const { after, r } = table;
      for (let at = 0; at < trades.length; at++) {
        const number = trades[at] as number;
        if (after[number] !== 0) continue;
        const trade = store.trades[number] as OpenTrade;
        const exit = exitAt(number, trade);
        after[number] = Math.min(exit.bar - trade.bar, NEVER);
        r[number] = ((exit.price - trade.fill) * trade.side) / trade.risk;
      }
    },
  };
  const grow = (): void => {
    const room = Math.ceil(store.trades.length * 1.25) + 256;
    const after = new Uint16Array(room);
    const r = new Float64Array(room);
    after.set(table.after);
    r.set(table.r);
    table.after = after;
    table.r = r;
  };
  return table;
}

/**
 * The first bar, counted from the entry, at which something happens to a trade whose stop trails:
 * its stop is hit or its first target reached. Until then all trailing rules of an rr_target agree.
 */
export interface StartTable {
  readonly bytes: number;
  /** NEVER where nothing happens up to the horizon. */
  of(trade: number): number;
}

export function createStartTable(bars: StepBars, store: TradeStore, rrTarget: number): StartTable {
  let known = new Uint16Array(0);
  return {
    get bytes() {
      return known.byteLength + 256;
    },
    of(number) {
      if (number >= known.length) {
        const larger = new Uint16Array(Math.ceil(store.trades.length * 1.25) + 256);
        larger.set(known);
        known = larger;
      }
      const found = known[number] as number;
      if (found !== 0) return found;
      const trade = store.trades[number] as OpenTrade;
      const start = firstEvent(bars, trade, { rrTarget, halfSpread: store.halfSpread });
      known[number] = start;
      return start;
    },
  };
}

function firstEvent(
  bars: StepBars,
  trade: OpenTrade,
  { rrTarget, halfSpread }: { readonly rrTarget: number; readonly halfSpread: number },
): number {
  const { side, stop, raw, step, last } = trade;
  const target = raw + side * rrTarget * step;
  for (let bar = trade.bar + 1; bar <= last; bar++) {
    const close = bars.close[bar - 1] as number;
    const reached = (close + side * halfSpread - target) * side >= 0;
    if (reached || isStopped(bars, bar, side, stop)) return bar - trade.bar;
  }
  return NEVER;
}
