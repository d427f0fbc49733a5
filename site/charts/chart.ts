import type { ChartColors } from './chart-colors.ts';

/** What a chart is given beside its data. Sizes in CSS pixels. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly colors: ChartColors;
  /** Called with a line of text about what is under the pointer, null when it leaves. */
  readonly onReadout: (text: string | null) => void;
  /** Called with the id of the evaluation under the pointer, null where there is none. */
  readonly onHover?: (id: number | null) => void;
  /** Called with what a rectangle was drawn around; null where it was no more than a click. */
  readonly onChoice?: (box: ChosenBox | null) => void;
}

/** Ids across and fitness up, both ends included. */
export interface ChosenBox {
  readonly id: readonly [number, number];
  readonly fitness: readonly [number, number];
}

/** A drawn chart. It is made anew when the colours change, updated when the data does. */
export interface Chart<Data> {
  readonly element: HTMLElement;
  update(data: Data): void;
  resize(width: number, height: number): void;
  /** Marks the evaluation, or the line by its place, that is pointed at elsewhere; null for none. */
  mark?(id: number | null): void;
  /** Whether dragging draws a rectangle that chooses, instead of zooming. */
  chooseByDrag?(isOn: boolean): void;
  destroy(): void;
}

export interface ChartKind<Data> {
  /** What the chart says, in words, for those who do not see it; null where there is nothing to draw. */
  describe(data: Data): string | null;
  create(data: Data, frame: ChartFrame): Chart<Data>;
}
