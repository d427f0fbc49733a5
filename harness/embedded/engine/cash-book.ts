/** A security whose price is a currency's rate, or its inverse. */
export interface RateStep {
  readonly security: { readonly rate: number };
  readonly isInverted: boolean;
}

/** Money of one currency. */
export class Cash {
  readonly symbol: string;
  amount = 0;
  #steps: readonly RateStep[] = [];

  constructor(symbol: string) {
    this.symbol = symbol;
  }

  /** What a unit is worth in account currency; 0 as long as there is no price. */
  get conversionRate(): number {
    let rate = 1;
    for (const { security, isInverted } of this.#steps) {
      const { rate: price } = security;
      if (price === 0) return 0;
      rate = isInverted ? rate / price : rate * price;
    }
    return rate;
  }

  get valueInAccountCurrency(): number {
    return this.amount === 0 ? 0 : this.amount * this.conversionRate;
  }

  /** For the engine. */
  convertBy(steps: readonly RateStep[]): void {
    this.#steps = steps;
  }
}

/** The money of a backtest, a currency each. */
export class CashBook {
  #accountCurrency = 'USD';
  readonly #currencies = new Map<string, Cash>();

  get accountCurrency(): string {
    return this.#accountCurrency;
  }

  get isInDollars(): boolean {
    return this.#accountCurrency === 'USD';
  }

  get account(): Cash {
    return this.ensure(this.#accountCurrency);
  }

  get values(): readonly Cash[] {
    return [...this.#currencies.values()];
  }

  /** @throws Error where no security and no cash of the currency was added */
  get(symbol: string): Cash {
    const found = this.#currencies.get(symbol.toUpperCase());
    if (found !== undefined) return found;
    const known = [...this.#currencies.keys()].join(', ');
    throw new Error(`Cannot find "${symbol}" in the cash book: wanted one of ${known || 'none'}`);
  }

  has(symbol: string): boolean {
    return this.#currencies.has(symbol.toUpperCase());
  }

  ensure(symbol: string): Cash {
    const key = symbol.toUpperCase();
    const known = this.#currencies.get(key);
    if (known !== undefined) return known;
    const cash = new Cash(key);
    this.#currencies.set(key, cash);
    return cash;
  }

  /** What is held of the old account currency is held of the new one then. */
  setAccountCurrency(symbol: string): void {
    const { amount } = this.account;
    this.#currencies.delete(this.#accountCurrency);
    this.#accountCurrency = symbol.toUpperCase();
    this.account.amount = amount;
  }

  get totalValueInAccountCurrency(): number {
    let sum = 0;
    for (const cash of this.#currencies.values()) sum += cash.valueInAccountCurrency;
    return sum;
  }

  toAccount(amount: number, currency: string): number {
    return currency === this.#accountCurrency ? amount : amount * this.get(currency).conversionRate;
  }

  convert(amount: number, source: string, destination: string): number {
    if (amount === 0 || source === destination) return amount;
    return (amount * this.get(source).conversionRate) / this.get(destination).conversionRate;
  }
}
