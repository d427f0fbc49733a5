import type uPlot from 'uplot';
import { choiceKeys, type PlotKeys } from './choice-keys.ts';

/** So many steps of an arrow key cross what is shown. */
const STEPS = 50;

/**
 * What the mouse does on a plot, by keys: arrows, Home and End move the cursor, with Shift by one
 * place; the choice is a range.
 */
export function plotKeys(
  plot: uPlot,
  {
    select,
    reset,
  }: {
    readonly select: (low: number, high: number) => void;
    readonly reset: () => void;
  },
): PlotKeys {
  let place: number | null = null;

  const leftOf = (index: number): number => plot.valToPos(plot.data[0][index] ?? 0, 'x');

  function drawRange(from: number | null): void {
    const ends = from === null || place === null ? [0, 0] : [leftOf(from), leftOf(place)];
    const [left, right] = [Math.min(...ends), Math.max(...ends)];
    const height = from === null ? 0 : plot.over.clientHeight;
    plot.setSelect({ left, top: 0, width: right - left, height }, false);
  }

  function moveTo(next: number): void {
    place = next;
    plot.setCursor({ left: leftOf(next), top: plot.over.clientHeight / 2 });
  }

  function move({ key, shiftKey }: KeyboardEvent): boolean {
    const [first, last] = plot.series[0]?.idxs ?? [0, plot.data[0].length - 1];
    const step = shiftKey ? 1 : Math.max(1, Math.round((last - first) / STEPS));
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: (place ?? last + step) - step,
      ArrowRight: (place ?? first - step) + step,
      Home: first,
      End: last,
    };
    const to = targets[key];
    if (to === undefined) return false;
    moveTo(Math.min(last, Math.max(first, to)));
    return true;
  }

  const keys = choiceKeys<number>({
    place: () => place,
    move,
    draw: drawRange,
    choose(ends) {
      if (ends === null) reset();
      else {
        const [one, other] = ends.map((index) => plot.data[0][index] ?? 0) as [number, number];
        select(Math.min(one, other), Math.max(one, other));
      }
    },
  });

  return {
    press: keys.press,
    leave() {
      if (place === null) return;
      place = null;
      keys.leave();
      drawRange(null);
      plot.setCursor({ left: -10, top: -10 });
    },
  };
}
