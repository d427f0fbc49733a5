/** Without decimals that are zeros on every tick of an axis: 5.000 beside 4.500 are 5.0 and 4.5. */
export function shortTicks(texts: readonly string[]): string[] {
  const told = texts.map((text) => /\.(\d*?)0*(?!\d)/.exec(text)?.[1]?.length ?? 0);
  const decimals = Math.max(0, ...told);
  return texts.map((text) =>
    text.replace(/\.(\d+)/, (_, digits: string) =>
      decimals === 0 ? '' : `.${digits.slice(0, decimals)}`,
    ),
  );
}
