import { isHopeless, type Milestones, standingOf } from '../../../runner/domain/milestones.ts';
import type { Moments } from '../data/bar-slices.ts';
import type { EquityWindow } from './equity-window.ts';

/** Ends a backtest that is given up; no fault of anyone's. */
export class Pruned extends Error {
  readonly standings: readonly number[];

  constructor(standings: readonly number[]) {
    super('The backtest was given up');
    this.standings = standings;
  }
}

/** Where a run loop pauses so that somebody can look at the equity so far. */
export interface Pauses {
  /** Numbers of slices, ascending; the last is that of all slices. */
  readonly ends: readonly number[];
  /**
   * Told when so many slices were fed.
   * @throws Pruned
   */
  look(slices: number): void;
}

/** The pauses of one backtest, and what was seen in them. */
export interface MilestoneWatch extends Pauses {
  /** One for each milestone that was reached. */
  readonly standings: readonly number[];
}

/** @param moments of the slices */
export function watchMilestones(
  milestones: Milestones,
  moments: Moments,
  equity: EquityWindow,
): MilestoneWatch {
  const reached = milestones.at.map((at) => firstAt(moments, at) + 1);
  // Beyond the last slice nobody looks: the backtest is over.
  const within = reached.filter((slices) => slices <= moments.length);
  const standings: number[] = [];
  let peak = Number.NEGATIVE_INFINITY;
  let drawdown = 0;
  let seen = 0;
  let start = Number.NaN;

  const watchUntil = (slices: number): void => {
    for (; seen <= slices; seen++) {
      const value = equity.at(seen);
      if (value > peak) peak = value;
      else if (peak > 0) drawdown = Math.max(drawdown, 1 - value / peak);
    }
  };

  const standingAfter = (slices: number): number => {
    const gain = equity.at(slices) / start - 1;
    return standingOf(milestones.measure, { gain: 100 * gain, drawdown: 100 * drawdown });
  };

  return {
    ends: [...new Set([...within, moments.length])],
    standings,
    look(slices) {
      if (seen === 0) start = equity.at(0);
      watchUntil(slices);
      while (within[standings.length] === slices) {
        const n = standings.length;
        standings.push(standingAfter(slices));
        if (isHopeless(standings[n] as number, milestones, n)) throw new Pruned(standings);
      }
    },
  };
}

/** The first place whose time is not before a moment; the length where there is none. */
function firstAt(moments: Moments, at: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (moments.at(middle) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
