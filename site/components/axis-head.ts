import { type Axis, axisText, canBeLog, unitOf, valueAt } from '../data/explorer-model.ts';
import { metricLabel } from '../data/metric-format.ts';
import { element } from './element.ts';
import { AxesEvent, BrushEvent, type Range } from './explorer-events.ts';

/** A shorter drag is a click, which clears the brush. */
const LEAST_BRUSH = 4;
/** How far a key moves an end of the brush. */
const STEP = 1 / 20;

/** What keys do to the ends of a brush, in steps; with Shift they widen it again. */
const ENDS: Readonly<Record<string, readonly [low: number, high: number]>> = {
  ArrowUp: [1, 0],
  ArrowDown: [0, -1],
  'Shift ArrowUp': [0, 1],
  'Shift ArrowDown': [-1, 0],
};

const CLEARS: ReadonlySet<string> = new Set(['Delete', 'Backspace', 'Escape']);

export interface AxisHeadOptions {
  /** Place among the axes, from 0. */
  readonly place: number;
  readonly count: number;
  /** Of the axis, and from one to the next, in pixels. */
  readonly left: number;
  readonly apart: number;
  /** What is brushed of it now. */
  readonly range: () => Range | undefined;
  readonly move: (to: number) => void;
}

/** The words of an axis's name for those who do not see the plot. */
export function axisWords(axis: Axis, { place, count, range }: AxisHeadOptions): string {
  const chosen = range();
  const within =
    chosen === undefined ? '' : `, chosen ${chosen.map((end) => axisText(axis, end)).join(' to ')}`;
  const log = canBeLog(axis) ? `, ${axis.log ? 'logarithmic' : 'linear'}` : '';
  return `${nameOf(axis)}, axis ${place + 1} of ${count}${log}${within}`;
}

function nameOf({ kind, name }: Axis): string {
  return kind === 'parameter' ? name : metricLabel(name);
}

/** Name, ends and strip of an axis: its name moves it, turns it and brushes by keys, its strip brushes by dragging. */
export function axisHead(axis: Axis, options: AxisHeadOptions): HTMLElement {
  const title = element(
    'button',
    {
      type: 'button',
      class: 'axis-name',
      title: `${nameOf(axis)}: drag it or use arrow keys to move the axis`,
      'aria-label': axisWords(axis, options),
      'aria-describedby': 'axis-keys',
    },
    nameOf(axis),
  );
  // As wide as there is room up to the next one.
  title.style.maxWidth = `${Math.max(80, options.apart - 12)}px`;
  title.addEventListener('keydown', (event) => followKey(event, axis, options));
  title.addEventListener('pointerdown', (event) => drag(event, options));
  const strip = element('div', { class: 'strip' });
  strip.addEventListener('pointerdown', (event) => brush(event, axis));
  const ends = [axis.max, axis.min].map((value) =>
    element('span', { class: 'end' }, axisText(axis, value)),
  );
  const made = element('div', { class: 'axis' }, title, ...ends, strip);
  if (canBeLog(axis)) made.append(logButton(axis));
  made.style.left = `${options.left}px`;
  return made;
}

function logButton(axis: Axis): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'axis-log', 'aria-pressed': String(axis.log), tabindex: -1 },
    'log',
  );
  button.setAttribute('aria-label', `log, ${nameOf(axis)}`);
  button.addEventListener('click', () => button.dispatchEvent(new AxesEvent({ turned: axis.key })));
  return button;
}

function followKey(event: KeyboardEvent, axis: Axis, options: AxisHeadOptions): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, shiftKey, currentTarget: title } = event;
  const ends = ENDS[shiftKey ? `Shift ${key}` : key];
  if (key.toLowerCase() === 'l' && canBeLog(axis)) {
    title?.dispatchEvent(new AxesEvent({ turned: axis.key }));
  } else if (ends !== undefined) {
    title?.dispatchEvent(new BrushEvent({ [axis.key]: moved(axis, options.range(), ends) }));
  } else if (CLEARS.has(key)) title?.dispatchEvent(new BrushEvent({ [axis.key]: null }));
  else if (key === 'ArrowLeft' || key === 'ArrowRight') step(options, key);
  else return;
  event.preventDefault();
}

function step({ place, count, move }: AxisHeadOptions, key: 'ArrowLeft' | 'ArrowRight'): void {
  const to = place + (key === 'ArrowLeft' ? -1 : 1);
  if (to >= 0 && to < count) move(to);
}

/** A brush whose ends moved by steps; null where it holds the whole axis. */
function moved(
  axis: Axis,
  range: Range | undefined,
  [low, high]: readonly [number, number],
): Range | null {
  const step = axis.names === null ? STEP : 1 / Math.max(1, axis.names.length - 1);
  const [from, to] = (range ?? [axis.min, axis.max]).map((value) =>
    Math.min(1, Math.max(0, unitOf(axis, value))),
  ) as [number, number];
  const first = Math.min(Math.max(0, from + low * step), 1);
  const last = Math.max(Math.min(1, to + high * step), 0);
  if (first <= 0 && last >= 1) return null;
  return [valueAt(axis, Math.min(first, last)), valueAt(axis, Math.max(first, last))];
}

/** The axis goes where its name is let go of. */
function drag(start: PointerEvent, { place, count, apart, move }: AxisHeadOptions): void {
  const title = start.currentTarget as HTMLElement;
  if (start.button !== 0) return;
  title.setPointerCapture(start.pointerId);
  const follow = (event: PointerEvent): void => {
    title.style.translate = `${event.clientX - start.clientX}px`;
  };
  const end = (event: PointerEvent): void => {
    title.removeEventListener('pointermove', follow);
    title.style.translate = '';
    const steps = Math.round((event.clientX - start.clientX) / Math.max(1, apart));
    const to = Math.min(count - 1, Math.max(0, place + steps));
    if (event.type === 'pointerup' && to !== place) move(to);
  };
  title.addEventListener('pointermove', follow);
  title.addEventListener('pointerup', end, { once: true });
  title.addEventListener('pointercancel', end, { once: true });
}

function brush(start: PointerEvent, axis: Axis): void {
  start.preventDefault();
  const strip = start.currentTarget as HTMLElement;
  strip.setPointerCapture(start.pointerId);
  const { top } = strip.getBoundingClientRect();
  const unitAt = (y: number): number =>
    Math.min(1, Math.max(0, 1 - (y - top) / Math.max(1, strip.clientHeight)));
  const follow = (event: PointerEvent): void => {
    const isBrush = Math.abs(event.clientY - start.clientY) >= LEAST_BRUSH;
    const units = [unitAt(start.clientY), unitAt(event.clientY)].toSorted((a, b) => a - b);
    const range = units.map((unit) => valueAt(axis, unit)) as [number, number];
    strip.dispatchEvent(new BrushEvent({ [axis.key]: isBrush ? range : null }));
  };
  const end = (event: PointerEvent): void => {
    follow(event);
    strip.removeEventListener('pointermove', follow);
  };
  strip.addEventListener('pointermove', follow);
  strip.addEventListener('pointerup', end, { once: true });
}
