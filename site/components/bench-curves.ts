import { type GapFrame, gapFrame, gapPath, gapX } from '../charts/gap-path.ts';
import { bestPeerCurve } from '../data/bench-rows.ts';
import { type Bench, type BenchProblem, benchValue, shortNumber } from '../data/bench-values.ts';
import { element, part } from './element.ts';
import { svg } from './svg.ts';

const BOX = { width: 240, height: 110 };
/** As many as the palette has colours. */
const MOST_SHOWN = 6;
const TICKS = [10, 100, 1000];

type Curve = Bench['curves'][number];

/** What stands out at first: the default sampler, the best of the others, and random search. */
function usual({ samplers }: Bench): string[] {
  const first = samplers.filter((name) => name !== 'auto' && name !== 'random').slice(0, 3);
  return ['auto', ...first, 'random'].filter((name) => samplers.includes(name));
}

function grid(frame: GapFrame): SVGPathElement[] {
  return TICKS.filter((tick) => tick < frame.evaluations).map((tick) =>
    svg('path', { class: 'grid', d: `M${gapX(tick, frame).toFixed(1)} 0V${BOX.height}` }),
  );
}

function drawing(
  shown: ReadonlyMap<string, Curve>,
  peer: Curve | null,
  frame: GapFrame,
  series: (name: string) => number,
): SVGSVGElement {
  const lines = [...shown].map(([name, { points }]) =>
    svg('path', { class: 'curve', 'data-series': series(name), d: gapPath(points, frame) }),
  );
  const dashed = peer ? [svg('path', { class: 'peer', d: gapPath(peer.points, frame) })] : [];
  const box = { viewBox: `0 -3 ${BOX.width} ${BOX.height + 6}`, preserveAspectRatio: 'none' };
  return svg('svg', { ...box, 'aria-hidden': 'true' }, ...grid(frame), ...dashed, ...lines);
}

function endText(curves: readonly Curve[], peer: Curve | null, problem: BenchProblem): string {
  const end = ({ points }: Curve): number => points.at(-1)?.[1] ?? Number.POSITIVE_INFINITY;
  const [best] = curves.toSorted((a, b) => end(a) - end(b));
  const texts = [best, peer ?? undefined].flatMap((curve) => {
    return curve ? [`${curve.name} ${benchValue(end(curve), problem)}`] : [];
  });
  return texts.join(' · ');
}

/** Medians of the best so far by evaluations, a chart for each problem. */
export class BenchCurves extends HTMLElement {
  #bench: Bench | null = null;
  #chosen: string[] = [];

  show(bench: Bench): void {
    if (this.#bench === bench) return;
    this.#bench = bench;
    this.#chosen = usual(bench);
    this.#showLegend(bench);
    this.#draw(bench);
  }

  #showLegend(bench: Bench): void {
    const boxes = bench.samplers.map((name) => {
      const input = element('input', { type: 'checkbox', value: name });
      input.addEventListener('change', () => {
        this.#chosen = input.checked
          ? [...this.#chosen, name]
          : this.#chosen.filter((other) => other !== name);
        this.#draw(bench);
      });
      const key = element('span', { class: 'key', 'aria-hidden': 'true' });
      return element('label', { class: 'check' }, input, key, name);
    });
    part(this, '.legend', HTMLElement).replaceChildren(...boxes);
  }

  /** A sampler keeps its colour while it is shown. */
  #markLegend(): void {
    for (const input of this.querySelectorAll<HTMLInputElement>('.legend input')) {
      const place = this.#chosen.indexOf(input.value);
      input.checked = place >= 0;
      input.disabled = place < 0 && this.#chosen.length >= MOST_SHOWN;
      const label = input.closest('label');
      if (place >= 0) label?.setAttribute('data-series', String(place + 1));
      else label?.removeAttribute('data-series');
    }
  }

  #draw(bench: Bench): void {
    this.#markLegend();
    const cards = bench.problems.map((problem) => this.#card(bench, problem));
    part(this, '.cards', HTMLElement).replaceChildren(...cards);
  }

  #card(bench: Bench, problem: BenchProblem): HTMLElement {
    const own = bench.curves.filter((curve) => curve.problem === problem.name);
    const shown = new Map(
      this.#chosen.flatMap((name) => {
        const curve = own.find((one) => one.name === name);
        return curve === undefined ? [] : [[name, curve] as const];
      }),
    );
    const peer = bestPeerCurve(bench, problem.name);
    const evaluations = bench.lengths.at(-1) ?? 1;
    const curves = [...shown.values(), ...(peer ? [peer] : [])].map(({ points }) => points);
    const frame = gapFrame(curves, { ...BOX, evaluations, optimum: problem.optimum });
    const series = (name: string): number => this.#chosen.indexOf(name) + 1;
    const high = element('span', {}, frame ? shortNumber(frame.high) : '');
    const ground = frame ? `${frame.grounded ? '≤ ' : ''}${shortNumber(frame.low)}` : '';
    const scale = element('div', { class: 'scale muted' }, high, element('span', {}, ground));
    return element(
      'figure',
      {},
      element('figcaption', {}, element('strong', {}, problem.name)),
      element(
        'div',
        { class: 'box' },
        scale,
        element('div', { class: 'plot' }, ...(frame ? [drawing(shown, peer, frame, series)] : [])),
      ),
      element('p', { class: 'note' }, endText(own, peer, problem)),
    );
  }
}

customElements.define('bench-curves', BenchCurves);
