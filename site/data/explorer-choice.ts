import type { Brushes } from './explorer-model.ts';
import { fromAddress, keepInAddress } from './page-address.ts';
import { rangeTexts, readRanges } from './range-text.ts';

/** What is chosen in the plots of a search and how their axes stand; the page's address holds it. */
export interface ExplorerChoice {
  readonly brushes: Brushes;
  /** Keys of axes that were turned from linear to logarithmic, or back. */
  readonly turned: ReadonlySet<string>;
  /** Keys of axes from left to right. */
  readonly order: readonly string[];
  /** Whether what failed, was pruned or is invalid is left out. */
  readonly validOnly: boolean;
  /** Changes what is chosen on some axes; null clears one. */
  brush(ranges: Readonly<Record<string, readonly [number, number] | null>>): void;
  clear(): void;
  turn(key: string): void;
  arrange(order: readonly string[]): void;
  showValidOnly(isOn: boolean): void;
}

export function createExplorerChoice(): ExplorerChoice {
  let brushes = readRanges(fromAddress('where'));
  let turned: ReadonlySet<string> = new Set(fromAddress('log'));
  let order = fromAddress('axis');
  let validOnly = fromAddress('valid').includes('1');

  function choose(next: Brushes): void {
    brushes = next;
    keepInAddress('where', rangeTexts(next));
  }

  return {
    get brushes() {
      return brushes;
    },
    get turned() {
      return turned;
    },
    get order() {
      return order;
    },
    get validOnly() {
      return validOnly;
    },
    brush(ranges) {
      const next = new Map(brushes);
      for (const [key, range] of Object.entries(ranges)) {
        if (range === null) next.delete(key);
        else next.set(key, range);
      }
      choose(next);
    },
    clear: () => choose(new Map()),
    turn(key) {
      const next = new Set(turned);
      if (!next.delete(key)) next.add(key);
      turned = next;
      keepInAddress('log', [...next]);
    },
    arrange(next) {
      order = next;
      keepInAddress('axis', next);
    },
    showValidOnly(isOn) {
      validOnly = isOn;
      keepInAddress('valid', isOn ? ['1'] : []);
    },
  };
}
