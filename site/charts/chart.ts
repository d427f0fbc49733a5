import type { ChartColors } from './chart-colors.ts';
import type { PlotKeys } from './choice-keys.ts';

/** What a chart is given beside its data. Sizes in CSS pixels. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly colors: ChartColors;
  /** Called with a line of text about what is under the pointer, null when it leaves. */
  readonly onReadout: (text: string | null) => void;
  /** Called with the id of the evaluation under the pointer, null where there is none. */
  readonly onHover?: (id: number | null) => void;
  /** Called with what was chosen, both ends included; null clears it. */
  readonly onChoice?: (ranges: ChosenRanges) => void;
}

/** By what evaluations are numbered and judged by. */
export type ChosenRanges = Readonly<
  Partial<Record<'id' | 'fitness', readonly [number, number] | null>>
>;

/** A drawn chart. It is made anew when the colours change, updated when the data does. */
export interface Chart<Data> {
  readonly element: HTMLElement;
  update(data: Data): void;
  resize(width: number, height: number): void;
  /** Marks the evaluation, or the line by its place, that is pointed at elsewhere; null for none. */
  mark?(id: number | null): void;
  /** Whether dragging draws a rectangle that chooses, instead of zooming. */
  chooseByDrag?(isOn: boolean): void;
  /** What moves the cursor and chooses without a mouse. */
  readonly keys?: PlotKeys;
  destroy(): void;
}

export interface ChartKind<Data> {
  /** What the chart says, in words, for those who do not see it; null where there is nothing to draw. */
  describe(data: Data): string | null;
  create(data: Data, frame: ChartFrame): Chart<Data>;
}
