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

const SINGLE = ['ink', 'muted', 'line', 'accent', 'bad', 'sunken'] as const;
const SERIES = [1, 2, 3, 4, 5, 6].map((n) => `series-${n}`);

/** @param host an element of the page; the tokens that hold there are read */
export function readChartColors(host: Element): ChartColors {
  // A custom property reads back as `light-dark(…)`; only a real property resolves it. All are set
  // before the first is read, so that styles are computed once.
  const probe = document.createElement('span');
  probe.hidden = true;
  const swatches = [...SINGLE, ...SERIES].map((token) => {
    const swatch = probe.appendChild(document.createElement('i'));
    swatch.style.color = `var(--${token})`;
    return swatch;
  });
  host.append(probe);
  const [ink = '', muted = '', line = '', accent = '', bad = '', band = '', ...series] =
    swatches.map((swatch) => getComputedStyle(swatch).color);
  probe.remove();
  return { ink, muted, line, accent, bad, band, series };
}

export function seriesColor(colors: ChartColors, position: number): string {
  return colors.series[position % colors.series.length] ?? colors.accent;
}
