import type uPlot from 'uplot';

/** A ring around what is pointed at elsewhere; it moves without drawing the plot anew. */
export function plotRing(): {
  readonly hooks: Pick<uPlot.Hooks.Arrays, 'init'>;
  /** Null, or what lies outside of what is shown, hides it. */
  place(at: readonly [x: number, y: number] | null): void;
} {
  const ring = document.createElement('div');
  ring.className = 'hover-mark';
  ring.hidden = true;
  let plot: uPlot | null = null;
  return {
    hooks: {
      init: [
        (own) => {
          plot = own;
          own.over.append(ring);
        },
      ],
    },
    place(at) {
      const { min = null, max = null } = plot?.scales['x'] ?? {};
      ring.hidden =
        plot === null || at === null || min === null || max === null || at[0] < min || at[0] > max;
      if (ring.hidden || plot === null || at === null) return;
      const [x, y] = [plot.valToPos(at[0], 'x'), plot.valToPos(at[1], 'y')];
      ring.style.transform = `translate(${x}px, ${y}px)`;
    },
  };
}
