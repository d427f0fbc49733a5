import type uPlot from 'uplot';
import type { ResultTrade } from '../../runner/server/evaluation-views.ts';
import { formatNumber, formatValue } from '../data/format.ts';
import { type PlacedTrade, placedTrades } from '../data/placed-trades.ts';
import type { ChartFrame, ChartKind } from './chart.ts';
import type { ChartColors } from './chart-colors.ts';
import { dayText, EVALUATION_SYNC } from './evaluation-curves.ts';
import { linePlot } from './line-plot.ts';

/** Trades over the price of what they traded, or over the equity where the price is not known. */
export interface TradeMarks {
  readonly over: 'price' | 'equity';
  readonly points: readonly (readonly [number, number])[];
  readonly trades: readonly ResultTrade[];
}

const SIZE = 4.5;
/** A readout tells of the trade whose entry or exit is at most this far, in CSS pixels. */
const NEAR = 8;

/** Shapes tell them apart without colour: ▲ ▼ entries long and short, ● gain, ✕ loss, ○ neither. */
function drawTrades(plot: uPlot, placed: readonly PlacedTrade[], colors: ChartColors): void {
  const { ctx, bbox } = plot;
  const size = SIZE * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const { trade, entry, exit } of placed) {
    const [fromX, fromY] = [plot.valToPos(entry[0], 'x', true), plot.valToPos(entry[1], 'y', true)];
    const [toX, toY] = [plot.valToPos(exit[0], 'x', true), plot.valToPos(exit[1], 'y', true)];
    const color = colorOf(trade, colors);
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    line(ctx, [fromX, fromY], [toX, toY]);
    if (trade.profit < 0) cross(ctx, [toX, toY], size * 0.7);
    else dot(ctx, [toX, toY], { radius: size * 0.7, isFilled: trade.profit > 0 });
    ctx.fillStyle = colors.ink;
    triangle(ctx, [fromX, fromY], trade.direction === 'long' ? -size : size);
  }
  ctx.restore();
}

function colorOf({ profit }: ResultTrade, colors: ChartColors): string {
  if (profit === 0) return colors.muted;
  return profit < 0 ? colors.bad : (colors.series[2] ?? colors.accent);
}

type Place = readonly [x: number, y: number];

function line(ctx: CanvasRenderingContext2D, from: Place, to: Place): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}

function dot(
  ctx: CanvasRenderingContext2D,
  [x, y]: Place,
  { radius, isFilled }: { readonly radius: number; readonly isFilled: boolean },
): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  if (isFilled) ctx.fill();
  else ctx.stroke();
}

function cross(ctx: CanvasRenderingContext2D, [x, y]: Place, reach: number): void {
  line(ctx, [x - reach, y - reach], [x + reach, y + reach]);
  line(ctx, [x - reach, y + reach], [x + reach, y - reach]);
}

function triangle(ctx: CanvasRenderingContext2D, [x, y]: Place, tip: number): void {
  const half = Math.abs(tip) * 0.8;
  ctx.beginPath();
  ctx.moveTo(x, y + tip);
  ctx.lineTo(x + half, y - tip * 0.6);
  ctx.lineTo(x - half, y - tip * 0.6);
  ctx.fill();
}

function nearest(plot: uPlot, placed: readonly PlacedTrade[]): PlacedTrade | null {
  const left = plot.cursor.left ?? -1;
  let best: { placed: PlacedTrade; distance: number } | null = null;
  for (const one of placed) {
    const [from, to] = [plot.valToPos(one.entry[0], 'x'), plot.valToPos(one.exit[0], 'x')];
    const distance = Math.min(Math.abs(from - left), Math.abs(to - left));
    if (distance <= NEAR && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { placed: one, distance };
    }
  }
  return best?.placed ?? null;
}

function tradeText({ trade }: PlacedTrade): string {
  const { direction, entryTime, exitTime, profit } = trade;
  const amount = `${profit > 0 ? '+' : ''}${formatNumber(profit, 2)}`;
  return `${direction} ${dayText(entryTime)} to ${dayText(exitTime)}  ${amount}`;
}

export const tradeMarks: ChartKind<TradeMarks> = {
  describe: ({ trades, over, points }) => {
    if (trades.length === 0 || points.length === 0) return null;
    const gains = trades.filter(({ profit }) => profit > 0).length;
    return `${formatNumber(trades.length)} trades over the ${over}, ${formatNumber(gains)} of them with a gain.`;
  },
  create: (initial, frame) => createMarks(initial, frame),
};

function createMarks(initial: TradeMarks, frame: ChartFrame) {
  let data = initial;
  let placed = placedTrades(initial);
  const value = (amount: number | null | undefined) => formatValue(amount ?? undefined, 7);
  const chart = linePlot(initial, frame, {
    time: true,
    sync: EVALUATION_SYNC,
    series: [{ stroke: frame.colors.muted, width: 1, points: { show: false } }],
    columns: ({ points }) => [points.map(([seconds]) => seconds), points.map(([, y]) => y)],
    formatX: dayText,
    formatY: (tick) => formatNumber(tick, Math.abs(tick) < 10 ? 3 : 0),
    rangeY: (_, low, high) => {
      const padding = (high - low) * 0.06 || Math.abs(high) * 0.01 || 1;
      return [low - padding, high + padding];
    },
    readout: (plot, index) => {
      const day = `${dayText(plot.data[0][index])}  ${data.over} ${value(plot.data[1]?.[index])}`;
      const near = nearest(plot, placed);
      return near === null ? day : `${tradeText(near)}  ·  ${day}`;
    },
    hooks: { draw: [(plot) => drawTrades(plot, placed, frame.colors)] },
  });
  return {
    ...chart,
    update: (next: TradeMarks) => {
      data = next;
      placed = placedTrades(next);
      chart.update(next);
    },
  };
}
