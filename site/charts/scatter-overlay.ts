import type uPlot from 'uplot';
import type { Point } from '../../runner/server/views.ts';
import type { ChartFrame } from './chart.ts';

/** A shorter drag is a click. */
const LEAST_DRAG = 4;

/** What lies over the marks of a scatter: the one that is pointed at elsewhere, and a rectangle that chooses. */
export function scatterOverlay(frame: ChartFrame): {
  readonly hooks: uPlot.Hooks.Arrays;
  mark(id: number | null, points: readonly Point[]): void;
  chooseByDrag(isOn: boolean): void;
} {
  const ring = document.createElement('div');
  ring.className = 'hover-mark';
  ring.hidden = true;
  let plot: uPlot | null = null;
  let isChoosing = false;

  function applyDrag(): void {
    const drag = plot?.cursor.drag;
    if (drag === undefined) return;
    drag.y = isChoosing;
    drag.setScale = !isChoosing;
  }

  function choose(own: uPlot): void {
    const { left, top, width, height } = own.select;
    if (!isChoosing) return;
    own.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (width < LEAST_DRAG && height < LEAST_DRAG) return;
    frame.onChoice?.({
      id: [own.posToVal(left, 'x'), own.posToVal(left + width, 'x')],
      fitness: [own.posToVal(top + height, 'y'), own.posToVal(top, 'y')],
    });
  }

  /** uPlot says nothing of a drag that goes nowhere. */
  function watchClick(start: PointerEvent): void {
    const end = ({ clientX, clientY }: PointerEvent): void => {
      const moved = Math.max(Math.abs(clientX - start.clientX), Math.abs(clientY - start.clientY));
      if (isChoosing && moved < LEAST_DRAG) frame.onChoice?.(null);
    };
    window.addEventListener('pointerup', end, { once: true });
  }

  return {
    hooks: {
      init: [
        (own) => {
          plot = own;
          own.over.append(ring);
          own.over.addEventListener('pointerleave', () => frame.onHover?.(null));
          own.over.addEventListener('pointerdown', watchClick);
          applyDrag();
        },
      ],
      setSelect: [choose],
    },
    mark(id, points) {
      const point = id === null ? undefined : points.find(([own]) => own === id);
      ring.hidden = plot === null || point === undefined || point[1] === null;
      if (plot === null || point === undefined || point[1] === null) return;
      const { min = null, max = null } = plot.scales['x'] ?? {};
      if (min === null || max === null || point[0] < min || point[0] > max) {
        ring.hidden = true;
        return;
      }
      const [x, y] = [plot.valToPos(point[0], 'x'), plot.valToPos(point[1], 'y')];
      ring.style.transform = `translate(${x}px, ${y}px)`;
    },
    chooseByDrag(isOn) {
      isChoosing = isOn;
      applyDrag();
    },
  };
}
