import { type Bench, shortTime } from '../data/bench-values.ts';
import { element, part } from './element.ts';

/** Powers of ten of microseconds, from 1 µs to 1 s. */
const TICKS = [0, 1, 2, 3, 4, 5, 6];

interface TimeRow {
  readonly name: string;
  readonly note: string;
  readonly ours: boolean;
  /** [evaluations, microseconds] */
  readonly times: readonly (readonly [number, number])[];
}

const place = (microseconds: number): string => {
  const power = Math.log10(Math.max(1, microseconds));
  return `${(100 * Math.min(6, power)) / 6}%`;
};

function rowsOf({ times, samplers, peers, lengths }: Bench): TimeRow[] {
  const own = samplers.map((name): TimeRow => {
    const found = times.filter(({ sampler }) => sampler === name);
    const pairs = found.map(({ evaluations, median }) => [evaluations, median] as const);
    return { name, note: '', ours: true, times: pairs.toSorted((a, b) => a[0] - b[0]) };
  });
  const others = peers.list.flatMap(({ name, library, version }): TimeRow[] => {
    const found = peers.times.filter(({ peer, evaluations }) => {
      return peer === name && lengths.includes(evaluations);
    });
    const pairs = found.map(
      ({ evaluations, microseconds }) => [evaluations, microseconds] as const,
    );
    if (pairs.length === 0) return [];
    const note = `${library} ${version}`;
    return [{ name, note, ours: false, times: pairs.toSorted((a, b) => a[0] - b[0]) }];
  });
  const last = (row: TimeRow): number => row.times.at(-1)?.[1] ?? 0;
  return [...own, ...others].toSorted((a, b) => last(a) - last(b));
}

function dots({ times }: TimeRow): HTMLElement {
  const track = element('div', { class: 'track', 'aria-hidden': 'true' });
  for (const [index, [, microseconds]] of times.entries()) {
    const dot = element('span', { class: 'dot', 'data-last': index === times.length - 1 });
    dot.style.setProperty('--place', place(microseconds));
    track.append(dot);
  }
  return track;
}

function timesText({ times }: TimeRow): string {
  return times.map(([evaluations, time]) => `${shortTime(time)} at ${evaluations}`).join(', ');
}

/** What a suggestion costs, ours and theirs, on one logarithmic axis. */
export class BenchTimes extends HTMLElement {
  show(bench: Bench): void {
    const rows = rowsOf(bench).map((row) =>
      element(
        'tr',
        { 'data-ours': row.ours },
        element('th', { scope: 'row' }, row.name, element('span', { class: 'note' }, row.note)),
        element('td', { class: 'plot' }, dots(row)),
        element('td', { class: 'figures-text' }, timesText(row)),
      ),
    );
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
    const axis = TICKS.map((power) => {
      const tick = element('span', {}, shortTime(10 ** power));
      tick.style.setProperty('--place', `${(100 * power) / 6}%`);
      return tick;
    });
    part(this, '.axis', HTMLElement).replaceChildren(...axis);
  }
}

customElements.define('bench-times', BenchTimes);
