import type uPlot from 'uplot';

/** A shorter drag is a click. */
const LEAST_DRAG = 4;

export interface PlotBox {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Lets dragging on a plot choose instead of zoom; a click takes the choice back. */
export function rangeChoice({
  isOn,
  choose,
  withY = false,
}: {
  readonly isOn: () => boolean;
  readonly choose: (box: PlotBox | null) => void;
  /** Whether a rectangle is drawn, not only a range of x. */
  readonly withY?: boolean;
}): { readonly hooks: Pick<uPlot.Hooks.Arrays, 'init' | 'setSelect'>; apply(): void } {
  let plot: uPlot | null = null;

  function apply(): void {
    const drag = plot?.cursor.drag;
    if (drag === undefined) return;
    drag.y = withY && isOn();
    drag.setScale = !isOn();
  }

  function choosePart(own: uPlot): void {
    const { left, top, width, height } = own.select;
    if (!isOn()) return;
    own.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (width < LEAST_DRAG && (!withY || height < LEAST_DRAG)) return;
    choose({
      x: [own.posToVal(left, 'x'), own.posToVal(left + width, 'x')],
      y: [own.posToVal(top + height, 'y'), own.posToVal(top, 'y')],
    });
  }

  /** uPlot says nothing of a drag that goes nowhere. */
  function watchClick(start: PointerEvent): void {
    const end = ({ clientX, clientY }: PointerEvent): void => {
      const moved = Math.max(Math.abs(clientX - start.clientX), Math.abs(clientY - start.clientY));
      if (isOn() && moved < LEAST_DRAG) choose(null);
    };
    window.addEventListener('pointerup', end, { once: true });
  }

  return {
    hooks: {
      init: [
        (own) => {
          plot = own;
          own.over.addEventListener('pointerdown', watchClick);
          apply();
        },
      ],
      setSelect: [choosePart],
    },
    apply,
  };
}
