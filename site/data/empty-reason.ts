/** Why nothing can be drawn of a search that has no evaluation, and what would change that. */
export function emptyReason({ isOver }: { readonly isOver?: boolean }): string {
  return isOver === true
    ? 'The run ended before its first evaluation. Resuming it fills this.'
    : 'No evaluation yet. This is drawn when the first backtest has ended.';
}
