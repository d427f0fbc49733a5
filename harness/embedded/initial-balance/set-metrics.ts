import type { ExitTable } from './exits.ts';
import { type Picks, VARIATIONS } from './picks.ts';
import type { Stakes } from './stakes.ts';

/** Trading days in a year, by which ratios of daily results are scaled. */
const YEAR = Math.sqrt(252);
/** Sortino where nothing was lost. */
const NOTHING_LOST = 999;
/** Squares of deviations below this part of the squares themselves are what rounding leaves. */
const SAME = 1e-13;

const GROUP_METRICS = [
  'total_r',
  'trade_count',
  'wins',
  'losses',
  'winrate',
  'sharpe_ratio',
  'sortino_ratio',
  'profit_factor',
  'max_drawdown',
  'calmar_ratio',
  'avg_trade_r',
  'avg_r_wins',
  'avg_r_losses',
  'max_consec_wins',
  'max_consec_losses',
] as const;

/** Names of the whole's metrics that differ from those of a variation. */
const WHOLE: Readonly<Record<string, string>> = {
  wins: 'winning_trades',
  losses: 'losing_trades',
  // Of the whole, `max_drawdown` is a percentage for every strategy: here of the balance.
  max_drawdown: 'max_drawdown_r',
};

const EXTRA_METRICS = [
  'total_trades',
  'win_rate',
  'net_pnl',
  'max_drawdown',
  'final_balance',
  'refused_trades',
  'news_moved',
  'news_dropped',
] as const;

/** The whole's metrics, some more of the whole, then each variation's with its name in front. */
export const METRIC_NAMES: readonly string[] = [
  ...GROUP_METRICS.map((name) => WHOLE[name] ?? name),
  ...EXTRA_METRICS,
  ...VARIATIONS.flatMap((variation) =>
    GROUP_METRICS.map((name) => `${variation.toLowerCase()}_${name}`),
  ),
];

const WIDTH = GROUP_METRICS.length;
const FIRST_VARIATION = WIDTH + EXTRA_METRICS.length;

/** Sums over some trades; one for all sets, so that nothing is allocated for each. */
class Sums {
  count = 0;
  wins = 0;
  losses = 0;
  total = 0;
  /** Sum of distances from zero. */
  absolute = 0;
  squares = 0;
  lostSquares = 0;
  drawdown = 0;
  winStreak = 0;
  lossStreak = 0;
}

/** A set's results in the order of its trades; grows to the most trades that a set has. */
let results = new Float64Array(1024);
const whole = new Sums();
const part = new Sums();

export interface SetSource {
  readonly picks: Picks;
  readonly exits: ExitTable;
  readonly stakes: Stakes;
  readonly balance: number;
}

/** Writes a set's metrics, in the order of METRIC_NAMES, into a row. */
export function measureSet(
  { picks, exits, stakes, balance }: SetSource,
  row: Float64Array,
  offset: number,
): void {
  exits.fill(picks.trade);
  if (results.length < picks.length) results = new Float64Array(2 * picks.length);
  const { factor, fallen } = gather(picks, exits, stakes);
  clear(whole);
  for (let variation = 0; variation < VARIATIONS.length; variation++) {
    const from = picks.starts[variation] as number;
    const to = picks.starts[variation + 1] as number;
    sum(part, picks.byVariation, { from, to });
    add(whole, part);
    write(part, row, offset + FIRST_VARIATION + variation * WIDTH);
  }
  write(whole, row, offset);
  const { count, wins, losses } = whole;
  const decided = wins + losses;
  row[offset + WIDTH] = count;
  row[offset + WIDTH + 1] = decided === 0 ? 0 : wins / decided;
  row[offset + WIDTH + 2] = (factor - 1) * 100;
  row[offset + WIDTH + 3] = fallen * 100;
  row[offset + WIDTH + 4] = factor * balance;
  row[offset + WIDTH + 5] = stakes.refused;
  row[offset + WIDTH + 6] = picks.newsMoved;
  row[offset + WIDTH + 7] = picks.newsDropped;
}

/*
 * The two loops below see every trade of every set: some billion in a large grid. Wins and losses
 * come in no order that a processor could guess, so they are counted without branches.
 */

/**
 * Puts the results in order into `results`, and drawdown and streaks of them all into `whole`.
 * @returns what the balance is multiplied by, and the largest part of it that was lost from a peak,
 *   which the balance at the start is the first of
 */
function gather(
  picks: Picks,
  exits: ExitTable,
  { share, taken }: Stakes,
): { readonly factor: number; readonly fallen: number } {
  const { trade, last, timeR, length } = picks;
  const { after, r } = exits;
  // The balance as a part of the one at the start, and as a part of its highest so far.
  let [factor, part, least] = [1, 1, 1];
  let [total, peak, drawdown] = [0, Number.NEGATIVE_INFINITY, 0];
  let [wins, losses, winStreak, lossStreak] = [0, 0, 0, 0];
  for (let at = 0; at < length; at++) {
    const number = trade[at] as number;
    const exited = (after[number] as number) <= (last[at] as number);
    const result = (exited ? r[number] : timeR[at]) as number;
    results[at] = result;
    const grown = 1 + share * (taken[at] as number) * result;
    factor *= grown;
    part *= grown;
    if (part > 1) part = 1;
    if (part < least) least = part;
    total += result;
    if (total > peak) peak = total;
    else if (peak - total > drawdown) drawdown = peak - total;
    wins = Math.imul(wins + 1, Number(result > 0));
    losses = Math.imul(losses + 1, Number(result < 0));
    if (wins > winStreak) winStreak = wins;
    if (losses > lossStreak) lossStreak = losses;
  }
  whole.drawdown = drawdown;
  whole.winStreak = winStreak;
  whole.lossStreak = lossStreak;
  return { factor, fallen: 1 - least };
}

/** Sums the results at `places`, from `from` up to `to`. */
function sum(sums: Sums, places: Uint16Array, { from, to }: { from: number; to: number }): void {
  let [absolute, squares, lostSquares] = [0, 0, 0];
  let [total, peak, drawdown] = [0, Number.NEGATIVE_INFINITY, 0];
  let [allWins, allLosses, wins, losses, winStreak, lossStreak] = [0, 0, 0, 0, 0, 0];
  for (let at = from; at < to; at++) {
    const r = results[places[at] as number] as number;
    total += r;
    if (total > peak) peak = total;
    else if (peak - total > drawdown) drawdown = peak - total;
    absolute += Math.abs(r);
    squares += r * r;
    const won = Number(r > 0);
    const lost = Number(r < 0);
    lostSquares += r * r * lost;
    allWins += won;
    allLosses += lost;
    wins = Math.imul(wins + 1, won);
    losses = Math.imul(losses + 1, lost);
    if (wins > winStreak) winStreak = wins;
    if (losses > lossStreak) lossStreak = losses;
  }
  sums.count = to - from;
  sums.wins = allWins;
  sums.losses = allLosses;
  sums.total = total;
  sums.absolute = absolute;
  sums.squares = squares;
  sums.lostSquares = lostSquares;
  sums.drawdown = drawdown;
  sums.winStreak = winStreak;
  sums.lossStreak = lossStreak;
}

/** Of all that does not depend on the order of trades. */
function clear(sums: Sums): void {
  sums.count = 0;
  sums.wins = 0;
  sums.losses = 0;
  sums.total = 0;
  sums.absolute = 0;
  sums.squares = 0;
  sums.lostSquares = 0;
}

function add(into: Sums, from: Sums): void {
  into.count += from.count;
  into.wins += from.wins;
  into.losses += from.losses;
  into.total += from.total;
  into.absolute += from.absolute;
  into.squares += from.squares;
  into.lostSquares += from.lostSquares;
}

/** In the order of GROUP_METRICS. */
function write(sums: Sums, row: Float64Array, at: number): void {
  const { count, wins, losses, total, absolute, drawdown } = sums;
  const decided = wins + losses;
  // Exact where nothing was won or lost, which the difference of two sums is not.
  const gained = wins === 0 ? 0 : (absolute + total) / 2;
  const lost = losses === 0 ? 0 : (total - absolute) / 2;
  row[at] = total;
  row[at + 1] = count;
  row[at + 2] = wins;
  row[at + 3] = losses;
  row[at + 4] = decided === 0 ? 0 : (wins / decided) * 100;
  row[at + 5] = sharpe(sums);
  row[at + 6] = sortino(sums, lost);
  row[at + 7] = losses === 0 ? 0 : gained / -lost;
  row[at + 8] = drawdown;
  row[at + 9] = drawdown === 0 ? 0 : total / drawdown;
  row[at + 10] = count === 0 ? 0 : total / count;
  row[at + 11] = wins === 0 ? 0 : gained / wins;
  row[at + 12] = losses === 0 ? 0 : lost / losses;
  row[at + 13] = sums.winStreak;
  row[at + 14] = sums.lossStreak;
}

function sharpe({ count, total, squares }: Sums): number {
  if (count < 2) return 0;
  const spread = spreadOf(count, total, squares);
  return spread === 0 ? 0 : (total / count / spread) * YEAR;
}

/** NaN, which is absent, where the spread of a single loss is asked for. */
function sortino({ count, losses, total, lostSquares }: Sums, lost: number): number {
  if (count < 2) return 0;
  if (losses === 0) return total > 0 ? NOTHING_LOST : 0;
  if (losses === 1) return Number.NaN;
  const spread = spreadOf(losses, lost, lostSquares);
  return spread === 0 ? 0 : (total / count / spread) * YEAR;
}

/** Standard deviation (n - 1), from the sums of values and squares; 0 where all are the same. */
function spreadOf(count: number, total: number, squares: number): number {
  const deviations = squares - (total * total) / count;
  return deviations <= SAME * squares ? 0 : Math.sqrt(deviations / (count - 1));
}
