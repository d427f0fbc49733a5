import type { StageProgress, SymbolProgress } from '../../runner/domain/run-record.ts';
import { formatDuration, formatFitness, formatNumber } from '../data/format.ts';
import { stageShare } from '../data/progress.ts';
import { element, setText } from './element.ts';

interface StageItem {
  readonly item: HTMLLIElement;
  show(stage: StageProgress): void;
}

const WORDS: Readonly<Record<StageProgress['state'], string>> = {
  waiting: 'Waiting',
  running: 'Running',
  complete: 'Done',
  stopped: 'Stopped',
  off: 'Off',
};

function countText({ evaluations, budget, duplicates, state }: StageProgress): string {
  if (state === 'off') return '';
  const done = formatNumber(evaluations);
  const of = budget === null || state === 'complete' ? done : `${done} / ${formatNumber(budget)}`;
  // Repeats are part of what it asked for. With less than that, it had nothing more to ask.
  const early = state === 'complete' && budget !== null && evaluations + duplicates < budget;
  const ended = early ? `${of} of ${formatNumber(budget)}, ended by itself` : of;
  return duplicates > 0 ? `${ended}, ${formatNumber(duplicates)} repeats` : ended;
}

function stageItem(name: string, position: number): StageItem {
  const state = element('span', { class: 'muted' });
  const bar = element('div', {
    class: 'bar',
    role: 'progressbar',
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-label': `Stage ${name}`,
  });
  const fill = bar.appendChild(element('div'));
  const count = element('span');
  const best = element('span');
  const sampler = element('span', { class: 'muted' });
  const item = element(
    'li',
    { 'data-series': (position % 6) + 1 },
    element('div', { class: 'line' }, element('strong', {}, name), sampler, state),
    bar,
    element('div', { class: 'line muted' }, count, best),
  );

  function show(stage: StageProgress): void {
    const share = stageShare(stage);
    item.dataset['state'] = stage.state;
    setText(state, WORDS[stage.state]);
    setText(sampler, stage.sampler === name ? '' : stage.sampler);
    fill.style.transform = `scaleX(${share ?? 0})`;
    if (share === null) bar.removeAttribute('aria-valuenow');
    else bar.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    setText(count, countText(stage));
    const time = stage.seconds > 0 ? ` in ${formatDuration(stage.seconds)}` : '';
    setText(best, stage.best === null ? '' : `best ${formatFitness(stage.best)}${time}`);
  }

  return { item, show };
}

/** The stages of a symbol's search in their order, each with its progress. */
export class StageStrip extends HTMLElement {
  #items: readonly StageItem[] = [];
  #names = '';
  #shown: readonly StageProgress[] | null = null;

  show(symbol: SymbolProgress): void {
    const { stages } = symbol;
    if (stages === this.#shown) return;
    this.#shown = stages;
    const names = stages.map(({ name }) => name).join('\n');
    if (names !== this.#names) {
      this.#names = names;
      this.#items = stages.map(({ name }, position) => stageItem(name, position));
      this.replaceChildren(element('ol', {}, ...this.#items.map(({ item }) => item)));
    }
    for (const [position, stage] of stages.entries()) this.#items[position]?.show(stage);
  }
}

customElements.define('stage-strip', StageStrip);
