import {
  Calendar,
  DayOfWeek,
  RelativeStrengthIndex,
  SimpleMovingAverage,
  type Slice,
  TimeInForce,
  TimeSpan,
  TradeBarConsolidator,
} from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Consolidated extends Base {
  readonly #average = new SimpleMovingAverage(6);
  readonly #strength = new RelativeStrengthIndex(5);

  initialize(): void {
    this.addEquity('SPY');
    const highest = this.max('SPY', 40);
    const bars = new TradeBarConsolidator(TimeSpan.fromHours(4));
    this.registerIndicator('SPY', this.#average, bars);
    this.registerIndicator('SPY', this.#strength, 'daily');
    bars.dataConsolidated.add((_, { close }) => this.#follow(close));
    this.consolidate('SPY', Calendar.Weekly, ({ open, close }) => {
      if (close < open) this.marketOrder('SPY', Math.floor(highest.value / 10));
    });
  }

  #follow(close: number): void {
    if (!this.#average.isReady || !this.#strength.isReady) return;
    const invested = this.invested('SPY');
    const isAbove = close > this.#average.value;
    if (isAbove && this.#strength.value < 70 && !invested) this.setHoldings('SPY', 0.7);
    else if (close < this.#average.value && invested) this.liquidate('SPY');
  }
}

export class Clock extends Base {
  initialize(): void {
    this.addEquity('SPY');
    const [highest, lowest] = [this.max('SPY', 12), this.min('SPY', 12)];
    const { schedule, dateRules, timeRules } = this;
    schedule.on(dateRules.everyDay('SPY'), timeRules.beforeMarketClose('SPY', 30), () => {
      if (this.portfolio.get('SPY').quantity > 150) this.marketOnCloseOrder('SPY', -50);
      else this.marketOnOpenOrder('SPY', 20);
    });
    schedule.on(dateRules.everyDay(), timeRules.at(18, 0), () => void this.marketOrder('SPY', 3));
    schedule.on(dateRules.every(DayOfWeek.Wednesday), timeRules.at(12, 0), () => {
      this.stopMarketOrder('SPY', 25, highest.value + 0.05);
      const timeInForce = TimeInForce.day;
      this.limitOrder('SPY', -15, lowest.value + 0.4, '', { timeInForce });
    });
  }

  override onData(slice: Slice): void {
    if (!slice.containsKey('SPY') || ++this.count % 9 !== 0) return;
    if (this.time.hour === 13) this.liquidate('SPY');
    else this.setHoldings('SPY', 0.1 * (this.count % 5));
  }
}

export class Openings extends Base {
  initialize(): void {
    this.addEquity('SPY');
    const { schedule, dateRules, timeRules } = this;
    schedule.on(dateRules.everyDay('SPY'), timeRules.afterMarketOpen('SPY', 45), () =>
      this.#open(),
    );
    schedule.on(dateRules.weekStart('SPY'), timeRules.beforeMarketClose('SPY', 120), () => {
      this.setHoldings('SPY', 0.2 + 0.1 * (this.time.day % 4));
    });
    schedule.on(dateRules.monthEnd('SPY'), timeRules.beforeMarketClose('SPY', 14), () => {
      this.marketOnCloseOrder('SPY', 11);
    });
    schedule.on(dateRules.monthStart(), timeRules.at(9, 31), () => {
      this.marketOnOpenOrder('SPY', -7);
    });
    const often = timeRules.every(TimeSpan.fromMinutes(150));
    schedule.on(dateRules.everyDay('SPY'), often, () => {
      if (this.portfolio.get('SPY').quantity > 400) this.marketOrder('SPY', -this.time.hour);
    });
  }

  #open(): void {
    this.count++;
    const { quantity } = this.portfolio.get('SPY');
    if (this.count % 3 === 0) this.marketOnCloseOrder('SPY', quantity > 0 ? -30 : 25);
    else this.marketOrder('SPY', this.time.hour === 10 ? 4 : -4);
  }
}
