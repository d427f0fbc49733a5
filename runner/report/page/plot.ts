import { Html, html } from './html.ts';
import type { Tick } from './ticks.ts';

/** What is drawn in a plot, in the order of drawing. */
export type Mark =
  /** A line through points. */
  | { readonly kind: 'line' | 'steps'; readonly points: Points; readonly series: number }
  /** The area between points and a level. */
  | {
      readonly kind: 'area';
      readonly points: Points;
      readonly level: number;
      readonly series: number;
    }
  | { readonly kind: 'dots'; readonly points: Points; readonly series: number }
  /** One point that stands out. */
  | { readonly kind: 'best'; readonly points: Points; readonly series: number };

export type Points = readonly (readonly [number, number])[];

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
  readonly title?: string;
}

export interface Plot {
  /** What it shows, in a sentence: for those who cannot see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  readonly width?: number;
  readonly height?: number;
}

const MARGIN = { left: 78, right: 14, top: 10, bottom: 38 };

/** A plot as SVG whose colours are those of the page's classes, so that it follows light and dark. */
export function plotSvg({ label, x, y, marks, width = 760, height = 260 }: Plot): Html {
  const frame: Frame = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
    x,
    y,
  };
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${axes(frame)}${marks.map((mark) => markSvg(mark, frame))}</svg>`;
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Axis;
  readonly y: Axis;
}

function axes(frame: Frame): Html {
  const { left, right, top, bottom, x, y } = frame;
  const middle = (left + right) / 2;
  return html`${y.ticks.map(({ at, text }) => {
    const place = short(placeY(at, frame));
    return html`<path class="grid" d="M${left} ${place}H${right}"/><text class="tick end" x="${left - 8}" y="${place}" dy="4">${text}</text>`;
  })}${x.ticks.map(({ at, text }) => {
    const place = short(placeX(at, frame));
    return html`<path class="axis" d="M${place} ${bottom}v5"/><text class="tick mid" x="${place}" y="${bottom + 18}">${text}</text>`;
  })}<path class="axis" d="M${left} ${bottom}H${right}"/>${
    x.title !== undefined &&
    html`<text class="tick mid" x="${middle}" y="${bottom + 34}">${x.title}</text>`
  }${
    y.title !== undefined &&
    html`<text class="tick mid" transform="translate(12 ${(top + bottom) / 2}) rotate(-90)">${y.title}</text>`
  }`;
}

function markSvg(mark: Mark, frame: Frame): Html {
  const { points, series } = mark;
  const places = points.map(([px, py]) => [placeX(px, frame), placeY(py, frame)] as const);
  if (places.length === 0) return new Html('');
  if (mark.kind === 'best') {
    return html`${places.map(([px, py]) => html`<circle class="best s${series}" cx="${short(px)}" cy="${short(py)}" r="5"/>`)}`;
  }
  if (mark.kind === 'area') {
    const level = short(placeY(mark.level, frame));
    const [first] = places;
    const d = `M${short(first?.[0] ?? 0)} ${level}${lineTo(places)}L${short(places.at(-1)?.[0] ?? 0)} ${level}Z`;
    return html`<path class="area s${series}" d="${d}"/>`;
  }
  return html`<path class="${mark.kind === 'dots' ? 'dots' : 'line'} s${series}" d="${OUTLINES[mark.kind](places)}"/>`;
}

type Places = Points;

/** Dots are strokes of no length with round ends: ten bytes each. */
const OUTLINES: Readonly<Record<'line' | 'steps' | 'dots', (places: Places) => string>> = {
  line: (places) => `M${lineTo(places).slice(1)}`,
  steps: (places) =>
    places
      .map(([px, py], index) =>
        index === 0 ? `M${short(px)} ${short(py)}` : `H${short(px)}V${short(py)}`,
      )
      .join(''),
  dots: (places) => places.map(([px, py]) => `M${short(px)} ${short(py)}h0`).join(''),
};

function lineTo(places: Places): string {
  return places.map(([px, py]) => `L${short(px)} ${short(py)}`).join('');
}

function placeX(value: number, { left, right, x }: Frame): number {
  return left + share(value, x) * (right - left);
}

function placeY(value: number, { top, bottom, y }: Frame): number {
  return bottom - share(value, y) * (bottom - top);
}

/** What lies outside is drawn at the border. */
function share(value: number, { low, high }: Axis): number {
  if (!(high > low)) return 0.5;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
