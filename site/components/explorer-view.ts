import type { Brushes, ExplorerModel } from '../data/explorer-model.ts';

/** What all plots of a search show at a time: brushing in one of them changes all. */
export interface ExplorerView {
  readonly model: ExplorerModel;
  readonly brushes: Brushes;
  /** 1 for each row within all brushes. */
  readonly chosen: Uint8Array;
  /** Whether what failed, was pruned or is invalid is left out. */
  readonly validOnly: boolean;
}
