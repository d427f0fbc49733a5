/**
 * The decimal separator of prices. Where commas split the fields it is the point. Else the last
 * separator of a price that has both, and the comma where it is the only one: prices by the
 * thousand without any decimals are rarer than prices with three.
 */
export function findDecimal(prices: readonly string[], delimiter: string): '.' | ',' {
  const decides = prices.find((price) => price.includes(',') && price.includes('.'));
  if (decides !== undefined) {
    return decides.lastIndexOf(',') > decides.lastIndexOf('.') ? ',' : '.';
  }
  const commas = prices.filter((price) => price.includes(','));
  const grouped = commas.some((price) => price.indexOf(',') !== price.lastIndexOf(','));
  if (commas.length === 0 || grouped) return '.';
  const byThousand = commas.every((price) => /^\$?[1-9]\d{0,2},\d{3}$/.test(price));
  return byThousand && delimiter === ',' ? '.' : ',';
}
