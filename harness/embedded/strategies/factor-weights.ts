import {
  Algorithm,
  type Indicator,
  type IndicatorWithParts,
  type PortfolioTarget,
  Resolution,
  type Security,
  type SecuritySymbol,
  type Slice,
} from '#leantune';

/** What one share is judged by; each reads −1 to 1, and more is better. */
interface Factor {
  readonly name: string;
  readonly isReady: () => boolean;
  readonly read: (price: number) => number;
}

interface Share {
  readonly symbol: SecuritySymbol;
  readonly security: Security;
  readonly factors: readonly Factor[];
}

/** Days of the longest look back. */
const LONGEST = 252;

const WEIGHTS = {
  // Trend
  momentum_12m: 0.5,
  distance_200d: 0.5,
  macd: 0,
  // Reversion
  rsi: 0,
  bollinger: 0,
  reversal_5d: 0,
  // Quality
  low_volatility: 0.5,
  near_high: 0.5,
  money_flow: 0,
};

/**
 * Scores every share by a weighted sum of nine factors and holds those with the best scores above 0,
 * all of one size. Looks once a week; a share that has fallen by the stop below what it cost is sold
 * on the day. The shares are `tickers`, separated by commas, or the job's symbol alone.
 */
export class FactorWeights extends Algorithm {
  static parameters = { ...WEIGHTS, cash_pct: 0.1, stop_loss_pct: 0.15, position_size_pct: 0.2 };

  #shares: readonly Share[] = [];
  #weights: readonly number[] = [];
  #cash = 0;
  #stop = 0;
  #size = 0;
  #week = -1;

  initialize(): void {
    const tickers = this.getParameter('tickers', this.getParameter('ticker', 'SPY'));
    this.#shares = tickers.split(',').map((ticker) => this.#share(ticker.trim()));
    const [first] = this.#shares;
    this.#weights = (first?.factors ?? []).map(({ name }) =>
      this.getParameter(name, WEIGHTS[name as keyof typeof WEIGHTS]),
    );
    this.#cash = this.getParameter('cash_pct', 0.1);
    this.#stop = this.getParameter('stop_loss_pct', 0.15);
    this.#size = this.getParameter('position_size_pct', 0.2);
    this.setWarmUp(LONGEST, Resolution.Daily);
  }

  override onData(_slice: Slice): void {
    if (this.isWarmingUp) return;
    for (const { symbol } of this.#shares) if (this.#isStopped(symbol)) this.liquidate(symbol);
    const { yearOfWeek = 0, weekOfYear = 0 } = this.time;
    const week = yearOfWeek * 100 + weekOfYear;
    if (week === this.#week || !this.#shares.every(isReady)) return;
    this.#week = week;
    this.setHoldings(this.#targets());
  }

  #share(ticker: string): Share {
    const security = this.addSecurity(ticker);
    const { symbol } = security;
    return { symbol, security, factors: [...this.#trend(symbol), ...this.#rest(symbol)] };
  }

  #trend(symbol: SecuritySymbol): Factor[] {
    const year = this.rocp(symbol, LONGEST);
    const average = this.sma(symbol, 200);
    const macd = this.macd(symbol, 12, 26, 9);
    return [
      factor('momentum_12m', year, () => value(year) / 0.4),
      factor('distance_200d', average, (price) => (price / value(average) - 1) / 0.15),
      factor('macd', macd, (price) => value(macd.histogram) / (0.01 * price)),
    ];
  }

  #rest(symbol: SecuritySymbol): Factor[] {
    const rsi = this.rsi(symbol, 14);
    const bands = this.bb(symbol, 20, 2);
    const days = this.rocp(symbol, 5);
    const deviation = this.std(symbol, 60);
    const high = this.max(symbol, LONGEST);
    const flow = this.mfi(symbol, 14);
    return [
      factor('rsi', rsi, () => (50 - value(rsi)) / 30),
      factor('bollinger', bands, (price) => middleOf(bands, price)),
      factor('reversal_5d', days, () => -value(days) / 0.05),
      factor('low_volatility', deviation, (price) => 1 - value(deviation) / (0.05 * price)),
      factor('near_high', high, (price) => 1 - (1 - price / value(high)) / 0.1),
      factor('money_flow', flow, () => (value(flow) - 50) / 30),
    ];
  }

  #isStopped(symbol: SecuritySymbol): boolean {
    const { invested, price, averagePrice } = this.portfolio.get(symbol);
    return invested && price < averagePrice * (1 - this.#stop);
  }

  /** The best first, as many as the cash that may be used is enough for; nothing of the others. */
  #targets(): PortfolioTarget[] {
    const room = Math.floor((1 - this.#cash) / this.#size + 1e-9);
    const scored = this.#shares.map((share) => ({ share, score: this.#score(share) }));
    const chosen = new Set(
      scored
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score)
        .slice(0, room)
        .map(({ share }) => share),
    );
    return this.#shares.map((share) => ({
      symbol: share.symbol,
      weight: chosen.has(share) ? this.#size : 0,
    }));
  }

  #score({ security, factors }: Share): number {
    const { price } = security;
    return factors.reduce((sum, { read }, index) => {
      const weight = this.#weights[index] ?? 0;
      return weight === 0 ? sum : sum + weight * Math.max(-1, Math.min(1, read(price)));
    }, 0);
  }
}

function isReady({ factors }: Share): boolean {
  return factors.every((one) => one.isReady());
}

function factor(name: string, indicator: Indicator, read: Factor['read']): Factor {
  return { name, isReady: () => indicator.isReady, read };
}

function value(indicator: Indicator): number {
  return indicator.current.value;
}

/** 1 at the lower band, −1 at the upper one, 0 between bands that coincide. */
function middleOf(bands: IndicatorWithParts<'bb'>, price: number): number {
  const half = (value(bands.upperBand) - value(bands.lowerBand)) / 2;
  return half > 0 ? (value(bands.middleBand) - price) / half : 0;
}
