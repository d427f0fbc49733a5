import type { Brushes, ExplorerModel } from '../data/explorer-model.ts';

/** What all plots of a search show at a time: brushing in one of them changes all. */
export interface ExplorerView {
  readonly model: ExplorerModel;
  readonly brushes: Brushes;
  /** 1 for each row within all brushes. */
  readonly chosen: Uint8Array;
}

/** A plot tells what is brushed; null clears an axis. */
export class BrushEvent extends CustomEvent<{
  readonly key: string;
  readonly range: readonly [number, number] | null;
}> {
  static readonly NAME = 'explorer-brush';

  constructor(key: string, range: readonly [number, number] | null) {
    super(BrushEvent.NAME, { bubbles: true, detail: { key, range } });
  }
}
