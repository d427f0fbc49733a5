import { type Axis, axisText } from '../data/explorer-model.ts';
import { metricLabel } from '../data/metric-format.ts';
import { element } from './element.ts';
import { BrushEvent } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';

/** The brushes as numbers to type: what the mouse does along the axes, by keyboard. */
export class RangeFilters extends HTMLElement {
  #sample: ExplorerView['model']['sample'] | null = null;

  show(view: ExplorerView): void {
    // An axis that is turned has the same ends.
    if (view.model.sample !== this.#sample) this.#build(view.model);
    this.#sample = view.model.sample;
    for (const axis of view.model.axes) {
      const range = view.brushes.get(axis.key);
      for (const [place, input] of this.#inputs(axis.key).entries()) {
        if (input === document.activeElement) continue;
        const value = range?.[place];
        input.value = value === undefined ? '' : String(Number(value.toPrecision(5)));
      }
    }
  }

  #inputs(key: string): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>(`input[data-key="${CSS.escape(key)}"]`)];
  }

  #build({ axes }: ExplorerView['model']): void {
    this.replaceChildren(
      ...axes.map((axis) => {
        const name = axis.kind === 'parameter' ? axis.name : metricLabel(axis.name);
        const inputs = ['least', 'most'].map((end, place) => {
          const input = element('input', {
            type: 'number',
            step: 'any',
            'data-key': axis.key,
            'aria-label': `${name}, ${end}`,
            placeholder: axisText(axis, place === 0 ? axis.min : axis.max),
          });
          input.addEventListener('change', () => this.#changed(axis));
          return input;
        });
        return element('li', {}, element('span', {}, name), ...inputs);
      }),
    );
  }

  #changed(axis: Axis): void {
    const [least, most] = this.#inputs(axis.key).map(({ value }) => value);
    const isNone = least === '' && most === '';
    const range: readonly [number, number] = [
      least ? Number(least) : axis.min,
      most ? Number(most) : axis.max,
    ];
    this.dispatchEvent(new BrushEvent({ [axis.key]: isNone ? null : range }));
  }
}

customElements.define('range-filters', RangeFilters);
