import { formatDay, MS_PER_DAY } from '../data/calendar-day.ts';
import type { StepBars } from '../steps/step-market.ts';
import type { StepTrade } from '../steps/step-strategy.ts';
import { type Exit, type ExitRules, exitOf } from './exits.ts';
import type { IbLevels } from './ib-levels.ts';
import { type Picks, timePrice, VARIATIONS } from './picks.ts';
import type { Stakes } from './stakes.ts';
import type { OpenTrade, TradeStore } from './trade-store.ts';

interface Source {
  readonly levels: IbLevels;
  readonly picks: Picks;
  readonly store: TradeStore;
  readonly stakes: Stakes;
}

interface Rules extends ExitRules {
  readonly initial_balance: number;
  readonly point_value: number;
}

/** The trades of one set, with all that is known of each. */
export function tradesOf(bars: StepBars, source: Source, rules: Rules): StepTrade[] {
  const { levels, picks, store, stakes } = source;
  const { halfSpread } = store;
  const variations = variationsOf(picks);
  let balance = rules.initial_balance;
  return Array.from(picks.trade, (number, at) => {
    const trade = store.trades[number] as OpenTrade;
    const exit = closed(bars, trade, {
      ...rules,
      halfSpread,
      last: trade.bar + (picks.last[at] as number),
    });
    const r = ((exit.price - trade.fill) * trade.side) / trade.risk;
    const share = stakes.share * (stakes.taken[at] as number);
    const risked = share * balance;
    const gain = share * r;
    balance *= 1 + gain;
    return {
      direction: trade.side === 1 ? 'long' : 'short',
      entryTime: bars.time[trade.bar] as number,
      entryPrice: trade.fill,
      exitTime: bars.time[exit.bar] as number,
      exitPrice: exit.price,
      gain,
      quantity: risked / (trade.risk * rules.point_value),
      notes: {
        date: formatDay((levels.midnight[trade.day] as number) / MS_PER_DAY),
        variation: variations[at] as string,
        reason: exit.reason,
        stop: trade.stop,
        target: trade.raw + trade.side * rules.rr_target * trade.step,
        r,
        balance,
        ...(stakes.taken[at] === 0 && { refused: 'margin' }),
        ...(trade.waited && { news: 'waited' }),
      },
    };
  });
}

function variationsOf({ length, starts, byVariation }: Picks): string[] {
  const names = new Array<string>(length);
  for (const [variation, name] of VARIATIONS.entries()) {
    const from = starts[variation] as number;
    for (let at = from; at < (starts[variation + 1] as number); at++) {
      names[byVariation[at] as number] = name;
    }
  }
  return names;
}

function closed(
  bars: StepBars,
  trade: OpenTrade,
  rules: ExitRules & { readonly last: number; readonly halfSpread: number },
): Exit {
  const exit = exitOf(bars, trade, rules);
  if (exit.bar <= rules.last) return exit;
  return { bar: rules.last, price: timePrice(bars, trade, rules), reason: 'time' };
}
