/** Colours for canvases, which know no custom properties: the tokens of the current theme. */
export interface ChartColors {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly bad: string;
  readonly band: string;
  /** One for each stage, around again after the last. */
  readonly series: readonly string[];
}

const SERIES = [1, 2, 3, 4, 5, 6];

/** @param host an element of the page; the tokens that hold there are read */
export function readChartColors(host: Element): ChartColors {
  // A custom property reads back as `light-dark(…)`; only a real property resolves it.
  const probe = host.appendChild(document.createElement('span'));
  probe.hidden = true;
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    ink: read('ink'),
    muted: read('muted'),
    line: read('line'),
    accent: read('accent'),
    bad: read('bad'),
    band: read('sunken'),
    series: SERIES.map((n) => read(`series-${n}`)),
  };
  probe.remove();
  return colors;
}

export function seriesColor(colors: ChartColors, position: number): string {
  return colors.series[position % colors.series.length] ?? colors.accent;
}
