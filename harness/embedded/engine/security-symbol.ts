/** What a security is called; the same object for as long as a backtest lasts. */
export interface SecuritySymbol {
  /** The ticker, in capitals. */
  readonly value: string;
  readonly securityType: 'equity' | 'forex' | 'cfd' | 'crypto';
  readonly market: string;
}
