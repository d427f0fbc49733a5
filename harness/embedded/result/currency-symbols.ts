/** What LEAN puts before amounts of a currency; its own code where it has no sign. */
const SYMBOLS: Readonly<Record<string, string>> = {
  USD: '$',
  GBP: '₤',
  JPY: '¥',
  KRW: '₩',
  EUR: '€',
  NZD: '$',
  AUD: '$',
  CAD: '$',
  CHF: 'Fr',
  HKD: '$',
  SGD: '$',
  CNH: '¥',
  CNY: '¥',
  CZK: 'Kč',
  DKK: 'kr',
  HUF: 'Ft',
  INR: '₹',
  MXN: '$',
  NOK: 'kr',
  PLN: 'zł',
  SEK: 'kr',
  TRY: '₺',
  ZAR: 'R',
  BTC: '₿',
  ETH: 'Ξ',
  USDT: '₮',
};

export function currencySymbol(currency: string): string {
  return SYMBOLS[currency] ?? currency;
}
