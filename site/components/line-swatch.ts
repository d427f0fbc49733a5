import { lineStyle } from '../charts/line-style.ts';
import { svg } from './svg.ts';

/** A piece of a run's line, as the charts draw it. */
export function lineSwatch(position: number): SVGSVGElement {
  const { series, dash } = lineStyle(position);
  const line = svg('path', { d: 'M0 4H26', 'stroke-dasharray': dash.join(' ') });
  const box = { class: 'swatch', viewBox: '0 0 26 8', width: 26, height: 8 };
  return svg('svg', { ...box, 'aria-hidden': 'true', 'data-series': series }, line);
}
