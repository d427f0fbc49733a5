import type uPlot from 'uplot';

/** So many steps of an arrow key cross what is shown. */
const STEPS = 50;

export interface PlotKeys {
  /** @returns whether the key means something here */
  press(event: KeyboardEvent): boolean;
  /** The focus is gone: nothing is pointed at any more. */
  leave(): void;
}

/**
 * What the mouse does on a plot, by keys: arrows, Home and End move the cursor, with Shift by one
 * place; Enter begins a range and ends it; Escape gives it up, or takes back what the last one did.
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
  let from: number | null = null;

  const leftOf = (index: number): number => plot.valToPos(plot.data[0][index] ?? 0, 'x');

  function drawRange(): void {
    const ends = from === null || place === null ? [0, 0] : [leftOf(from), leftOf(place)];
    const [left, right] = [Math.min(...ends), Math.max(...ends)];
    const height = from === null ? 0 : plot.over.clientHeight;
    plot.setSelect({ left, top: 0, width: right - left, height }, false);
  }

  function moveTo(next: number): void {
    place = next;
    plot.setCursor({ left: leftOf(next), top: plot.over.clientHeight / 2 });
    drawRange();
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

  function enter(): void {
    if (place === null) return;
    if (from === null) from = place;
    else {
      const ends = [from, place].map((index) => plot.data[0][index] ?? 0);
      from = null;
      drawRange();
      select(Math.min(...ends), Math.max(...ends));
      return;
    }
    drawRange();
  }

  function giveUp(): void {
    if (from === null) reset();
    from = null;
    drawRange();
  }

  return {
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === 'Enter' || event.key === ' ') enter();
      else if (event.key === 'Escape') giveUp();
      else return move(event);
      return true;
    },
    leave() {
      if (place === null) return;
      [place, from] = [null, null];
      drawRange();
      plot.setCursor({ left: -10, top: -10 });
    },
  };
}
