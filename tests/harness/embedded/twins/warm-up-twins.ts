import {
  ExponentialMovingAverage,
  type Indicator,
  type IndicatorWithParts,
  RollingWindow,
  round,
  SimpleMovingAverage,
  type Slice,
  TimeSpan,
  type TradeBar,
  TradeBarConsolidator,
} from '../../../../harness/embedded/leantune.ts';
import { Base } from './base.ts';

export class Warmed extends Base {
  #macd?: IndicatorWithParts<'macd'>;
  #momentum?: Indicator;
  #strength?: Indicator;
  #warm = 0;

  initialize(): void {
    this.addEquity('IBM');
    this.#macd = this.macd('IBM', 12, 26, 9, 'simple');
    this.#momentum = this.mom('IBM', 15);
    this.#strength = this.rsi('IBM', 10, 'simple');
    this.setWarmUp(45);
  }

  override onData(slice: Slice): void {
    if (this.isWarmingUp) {
      this.#warm++;
      return;
    }
    const macd = this.#macd;
    if (!slice.containsKey('IBM') || !macd?.isReady) return;
    this.count++;
    const closes = this.history('IBM', 30).map(({ close }) => close);
    const place = this.#placeIn(closes);
    const isUp = macd.value > macd.signal.value && (this.#momentum?.value ?? 0) > 0;
    const invested = this.invested('IBM');
    const strength = this.#strength?.value ?? 0;
    if (isUp && place < 0.9 && !invested) this.setHoldings('IBM', 0.5 + this.#warm / 1000);
    else if (invested && (strength > 75 || place < 0.2)) this.liquidate('IBM');
    if (this.count % 25 === 0) this.marketOrder('IBM', closes.length);
  }

  #placeIn(closes: readonly number[]): number {
    const [lowest, highest] = [Math.min(...closes), Math.max(...closes)];
    if (highest === lowest) return 0.5;
    return (this.securities.get('IBM').price - lowest) / (highest - lowest);
  }
}

export class Layers extends Base {
  readonly #days = new ExponentialMovingAverage(10);
  readonly #threes = new SimpleMovingAverage(12);
  readonly #ranges = new RollingWindow<number>(8);
  #base = 0;
  #range?: Indicator;

  initialize(): void {
    this.addEquity('AAPL');
    this.#range = this.atr('AAPL', 14, 'simple');
    const days = new TradeBarConsolidator(TimeSpan.fromDays(1));
    days.dataConsolidated.add((_, { endTime, close, high, low }) => {
      this.#days.update(endTime, close);
      this.#ranges.add(high - low);
    });
    this.subscriptionManager.addConsolidator('AAPL', days);
    const threes = new TradeBarConsolidator(3);
    threes.dataConsolidated.add((_, bar) => {
      this.#threes.update(bar.endTime, bar.close);
      this.#act(bar);
    });
    this.subscriptionManager.addConsolidator('AAPL', threes);
    this.setWarmUp(TimeSpan.fromDays(30));
  }

  #act({ close }: Pick<TradeBar, 'close'>): void {
    if (this.isWarmingUp) {
      if (this.#base === 0) this.#base = this.history('AAPL', 5, 'daily').at(-1)?.close ?? 0;
      return;
    }
    if (!this.#days.isReady || !this.#threes.isReady || !this.#ranges.isReady) return;
    this.count++;
    this.#turn(close);
    if (this.count % 20 !== 0) return;
    const highs = this.history('AAPL', TimeSpan.fromDays(10), 'daily').map(({ high }) => high);
    const limit = Math.max(...highs) + (this.#range?.value ?? 0) / 10;
    this.limitOrder('AAPL', -5, round(limit, 2));
  }

  #turn(close: number): void {
    const ranges = [...this.#ranges];
    const isWide = (ranges[0] ?? 0) > ranges.reduce((sum, range) => sum + range, 0) / ranges.length;
    const { quantity } = this.portfolio.get('AAPL');
    const [fast, slow] = [this.#threes.value, this.#days.value];
    if (fast > slow && quantity <= 0) this.setHoldings('AAPL', isWide ? 0.4 : 0.9);
    else if (fast < slow && quantity >= 0) {
      this.setHoldings('AAPL', close > this.#base ? -0.3 : -0.6);
    }
  }
}
