/** A drawdown in R, where a strategy measures one beside the percentage. */
const IN_R = 'max_drawdown_r';

/**
 * The name of a metric in the files of a search's results. Where there is a drawdown in R, it is
 * `max_drawdown` there, as it is of variations and in the files that desks know, and the percentage
 * is `max_drawdown_pct`; lines of evaluations have the names of all other strategies.
 */
export function outputName(name: string, names: readonly string[]): string {
  if (!names.includes(IN_R)) return name;
  if (name === IN_R) return 'max_drawdown';
  return name === 'max_drawdown' ? 'max_drawdown_pct' : name;
}

/** @param file what names of a search's files begin with */
export function workbookName(file: string): string {
  return `${file}_results.xlsx`;
}
