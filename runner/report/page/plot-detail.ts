/** How much is drawn: the more plots a page has, the less of each, so that it stays below a megabyte. */
export interface PlotDetail {
  /** Dots of the course of a search, and of each slice. */
  readonly dots: number;
  readonly sliceDots: number;
  /** Points of a curve. */
  readonly points: number;
}

/** Enough for every pixel of a screen. */
const FULL: PlotDetail = { dots: 2_500, sliceDots: 500, points: 1_000 };
const LEAST: PlotDetail = { dots: 500, sliceDots: 100, points: 250 };

/** As many plots of equity as are drawn in full. */
const IN_FULL = 3;

/** @param equities plots of equity on the page, those of holdouts left out */
export function plotDetail(equities: number): PlotDetail {
  const part = Math.min(1, IN_FULL / Math.max(1, equities));
  const of = (name: keyof PlotDetail): number =>
    Math.max(LEAST[name], Math.round(FULL[name] * part));
  return { dots: of('dots'), sliceDots: of('sliceDots'), points: of('points') };
}
