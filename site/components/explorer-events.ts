import type { Point } from '../../runner/server/views.ts';
import type { Brushes } from '../data/explorer-model.ts';

export type Range = readonly [low: number, high: number];

/** A plot tells what is brushed, by key of the axis; null clears an axis. */
export class BrushEvent extends CustomEvent<Readonly<Record<string, Range | null>>> {
  static readonly NAME = 'explorer-brush';

  constructor(ranges: Readonly<Record<string, Range | null>>) {
    super(BrushEvent.NAME, { bubbles: true, detail: ranges });
  }
}

/** An evaluation is pointed at; null: none is any more. */
export class HoverEvent extends CustomEvent<number | null> {
  static readonly NAME = 'explorer-hover';

  constructor(id: number | null) {
    super(HoverEvent.NAME, { bubbles: true, detail: id });
  }
}

/** What is chosen now; `points` are those of it that plots show, null where nothing was chosen. */
export class ChoiceEvent extends CustomEvent<{
  readonly brushes: Brushes;
  readonly points: readonly Point[] | null;
}> {
  static readonly NAME = 'explorer-choice';

  constructor(brushes: Brushes, points: readonly Point[] | null) {
    super(ChoiceEvent.NAME, { bubbles: true, detail: { brushes, points } });
  }
}

/** An axis was turned to logarithmic or back, or the axes stand in another order. */
export class AxesEvent extends CustomEvent<{
  readonly turned?: string;
  readonly order?: readonly string[];
}> {
  static readonly NAME = 'explorer-axes';

  constructor(change: { readonly turned?: string; readonly order?: readonly string[] }) {
    super(AxesEvent.NAME, { bubbles: true, detail: change });
  }
}

/** Two other parameters are looked at: across and up. */
export class PairEvent extends CustomEvent<readonly [string, string]> {
  static readonly NAME = 'explorer-pair';

  constructor(pair: readonly [string, string]) {
    super(PairEvent.NAME, { bubbles: true, detail: pair });
  }
}
