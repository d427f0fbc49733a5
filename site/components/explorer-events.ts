import type { Evaluation } from '../../runner/domain/evaluation.ts';
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

/** What is chosen now. */
export interface Choice {
  readonly brushes: Brushes;
  /** Those of it that plots show; null where nothing was chosen. */
  readonly points: readonly Point[] | null;
  /** Whether any evaluation, shown or not, is within. */
  readonly holds: (evaluation: Evaluation) => boolean;
}

export class ChoiceEvent extends CustomEvent<Choice> {
  static readonly NAME = 'explorer-choice';

  constructor(choice: Choice) {
    super(ChoiceEvent.NAME, { bubbles: true, detail: choice });
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
