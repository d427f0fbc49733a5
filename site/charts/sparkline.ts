import { scoreRange } from '../data/score-range.ts';
import { stepCurve } from '../data/step-curve.ts';

export interface SparklineData {
  readonly curve: readonly (readonly [number, number])[];
  readonly lastId: number;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The outline of a best-so-far curve in a box; empty where nothing is valid yet. */
export function sparklinePath(data: SparklineData, width: number, height: number): string {
  const [ids, scores] = stepCurve(data.curve, data.lastId);
  const range = scoreRange(scores);
  const lastId = ids.at(-1);
  if (range === null || lastId === undefined) return '';
  const [low, high] = range;
  const x = (id: number) => ((id / lastId) * width).toFixed(1);
  const y = (score: number) => {
    const clipped = Math.min(high, Math.max(low, score));
    return (height - ((clipped - low) / (high - low)) * height).toFixed(1);
  };
  const start = `M${x(ids[0] ?? 0)} ${y(scores[0] ?? low)}`;
  return (
    start +
    ids
      .slice(1)
      .map((id, index) => `H${x(id)}V${y(scores[index + 1] ?? low)}`)
      .join('')
  );
}

/** A small best-so-far curve; decoration beside the number it ends in, so hidden from readers. */
export function sparkline(data: SparklineData, { width = 112, height = 24 } = {}): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `-1 -2 ${width + 2} ${height + 4}`);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'sparkline');
  const path = svg.appendChild(document.createElementNS(SVG, 'path'));
  path.setAttribute('d', sparklinePath(data, width, height));
  return svg;
}
