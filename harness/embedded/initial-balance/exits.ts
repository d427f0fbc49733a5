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

export const NO_EXIT = 0x7fffffff;

/** A stop that moved by less than this in a bar counts as unmoved. */
const MOVED = 0.001;

/** How a trade ends under a rule, were its window to stay open up to the horizon. */
export function exitOf(
  bars: StepBars,
  trade: OpenTrade,
  rules: ExitRules & { halfSpread: number },
): Exit {
  const walk = rules.tsl_target > 0 ? trailingExit : fixedExit;
  return walk(bars, trade, rules);
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

function trailingExit(
  bars: StepBars,
  trade: OpenTrade,
  { rr_target, tsl_target, tsl_sl, halfSpread }: ExitRules & { readonly halfSpread: number },
): Exit {
  const { side, raw, step, last } = trade;
  let { stop } = trade;
  let target = raw + side * rr_target * step;
  for (let bar = trade.bar + 1; bar <= last; bar++) {
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
  /** The bar of the exit, NO_EXIT, or -1 where nobody asked yet. */
  readonly bar: Int32Array;
  readonly r: Float64Array;
  readonly bytes: number;
  /** Makes the exits of these trades known. */
  fill(trades: Int32Array): void;
}

export function createExitTable(bars: StepBars, store: TradeStore, rules: ExitRules): ExitTable {
  const full = { ...rules, halfSpread: store.halfSpread };
  const table = {
    bar: new Int32Array(0),
    r: new Float64Array(0),
    get bytes() {
      return table.bar.byteLength + table.r.byteLength + 256;
    },
    fill(trades: Int32Array): void {
      if (store.trades.length > table.bar.length) grow();
      const { bar, r } = table;
      for (let at = 0; at < trades.length; at++) {
        const number = trades[at] as number;
        if (bar[number] !== -1) continue;
        const trade = store.trades[number] as OpenTrade;
        const exit = exitOf(bars, trade, full);
        bar[number] = exit.bar;
        r[number] = ((exit.price - trade.fill) * trade.side) / trade.risk;
      }
    },
  };
  const grow = (): void => {
    const room = Math.ceil(store.trades.length * 1.25) + 256;
    const bar = new Int32Array(room).fill(-1);
    const r = new Float64Array(room);
    bar.set(table.bar);
    r.set(table.r);
    table.bar = bar;
    table.r = r;
  };
  return table;
}
