/** A point of a series: Unix seconds and a value. */
type PlotPoint = [seconds: number, value: number];

/** What an algorithm tells of itself beside its orders. */
export class Reports {
  /** Lines with the moment at which they were told. */
  readonly logs: string[] = [];
  /** By name, as text, in addition to LEAN's own. */
  readonly summary = new Map<string, string>();
  readonly runtime = new Map<string, string>();
  /** Points by chart and series. */
  readonly plots = new Map<string, Map<string, PlotPoint[]>>();
  /** Whether anybody will look at plots. */
  keepsPlots = false;

  /** Of several points of one moment the last one stays. */
  plot(
    utc: number,
    { chart, series, value }: { chart: string; series: string; value: number },
  ): void {
    const byName = this.plots.get(chart) ?? new Map<string, PlotPoint[]>();
    this.plots.set(chart, byName);
    const points = byName.get(series) ?? [];
    byName.set(series, points);
    const seconds = utc / 1000;
    if (points.at(-1)?.[0] === seconds) points.pop();
    points.push([seconds, value]);
  }
}
