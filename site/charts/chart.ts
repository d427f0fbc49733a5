import type { ChartColors } from './chart-colors.ts';

/** What a chart is given beside its data. Sizes in CSS pixels. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly colors: ChartColors;
  /** Called with a line of text about what is under the pointer, null when it leaves. */
  readonly onReadout: (text: string | null) => void;
}

/** A drawn chart. It is made anew when the colours change, updated when the data does. */
export interface Chart<Data> {
  readonly element: HTMLElement;
  update(data: Data): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

export interface ChartKind<Data> {
  /** What the chart says, in words, for those who do not see it; null where there is nothing to draw. */
  describe(data: Data): string | null;
  create(data: Data, frame: ChartFrame): Chart<Data>;
}
