const MOST_SYMBOLS = 3;

/** The first symbols by name, the rest as a number. */
export function symbolsText(symbols: readonly string[]): string {
  const shown = symbols.slice(0, MOST_SYMBOLS).join(', ');
  const more = symbols.length - MOST_SYMBOLS;
  return more > 0 ? `${shown} +${more}` : shown;
}
