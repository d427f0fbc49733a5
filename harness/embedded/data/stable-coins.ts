/**
 * Coins that LEAN takes to be worth what they follow, since their market has no pair of both. By the
 * brokerage's market of cryptocurrencies; each ends with the currency.
 */
const WITHOUT_PAIRS: Readonly<Record<string, readonly string[]>> = {
  binance: [
    'USDCUSD',
    'USDTUSD',
    'USDPUSD',
    'SUSDUSD',
    'BUSDUSD',
    'USTUSD',
    'TUSDUSD',
    'FDUSDUSD',
    'DAIUSD',
    'IDRTIDR',
    'BNFCRUSD',
  ],
  bitfinex: ['EURSEUR', 'XCHFCHF'],
  coinbase: ['USDCUSD'],
};

/** Accounts of these count as dollars here. */
const DOLLARS: readonly string[] = ['USDT', 'USDC', 'USD'];

/** Whether a unit of a currency is worth just one of the account's. */
export function isStable(currency: string, account: string, market: string): boolean {
  const pairs = WITHOUT_PAIRS[market] ?? [];
  const others = DOLLARS.includes(account) ? DOLLARS.filter((one) => one !== currency) : [account];
  return others.some((one) => pairs.includes(one + currency) || pairs.includes(currency + one));
}
