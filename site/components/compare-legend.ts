import type { ComparedRun } from '../data/compared-run.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { element, part, setText } from './element.ts';
import { lineSwatch } from './line-swatch.ts';
import { showState, stateBadge } from './state-badge.ts';

interface LegendRow {
  readonly row: HTMLTableRowElement;
  show(run: ComparedRun, hidden: boolean): void;
}

interface RowActions {
  readonly toggle: () => void;
  readonly remove: () => void;
  readonly point: () => void;
  readonly leave: () => void;
}

function legendRow(run: ComparedRun, actions: RowActions): LegendRow {
  const { toggle, remove, point, leave } = actions;
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', toggle);
  const link = element('a', { href: sitePath('/run/', { id: run.id }) });
  const time = element('span', { class: 'id muted' }, run.id);
  const button = element('button', { type: 'button' }, 'Remove');
  button.addEventListener('click', remove);
  const state = stateBadge('queued');
  const symbol = element('td');
  const best = element('td', { class: 'number' });
  const evaluations = element('td', { class: 'number' });
  const row = element(
    'tr',
    {},
    element('td', { class: 'line' }, element('label', {}, box, lineSwatch(run.position))),
    element('th', { scope: 'row' }, link, ' ', time),
    element('td', {}, state),
    symbol,
    best,
    evaluations,
    element('td', { class: 'number' }, button),
  );
  for (const type of ['pointerenter', 'focusin']) row.addEventListener(type, point);
  for (const type of ['pointerleave', 'focusout']) row.addEventListener(type, leave);

  function show({ record, choice, problem }: ComparedRun, hidden: boolean): void {
    const name = record?.name ?? run.id;
    box.checked = !hidden;
    box.setAttribute('aria-label', `Show ${name} in the charts`);
    button.setAttribute('aria-label', `Remove ${name}`);
    setText(link, name);
    time.hidden = record === null;
    row.dataset['missing'] = String(problem !== null);
    showState(state, record?.state ?? (problem === null ? 'loading' : 'missing'));
    state.title = problem ?? '';
    setText(symbol, choice?.label ?? (record === null ? '' : 'not in this run'));
    setText(best, record === null ? '' : formatFitness(choice?.progress.best?.fitness));
    const count = choice?.progress.counts.evaluations;
    setText(evaluations, record === null ? '' : formatNumber(count));
  }

  return { row, show };
}

/**
 * The runs that are compared and the key to their lines. Fires
 * `hide` and `leave` (detail: a run's id), and `point` (detail: a run's position, or null).
 */
export class CompareLegend extends HTMLElement {
  #rows = new Map<string, LegendRow>();

  show(runs: readonly ComparedRun[], hidden: ReadonlySet<string>): void {
    const body = part(this, 'tbody', HTMLElement);
    const kept = new Set(runs.map(({ id }) => id));
    for (const [id, { row }] of this.#rows) {
      if (kept.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    for (const run of runs) {
      let known = this.#rows.get(run.id);
      if (known === undefined) {
        const fire = (type: string, detail: string | number | null) => () => {
          this.dispatchEvent(new CustomEvent(type, { detail }));
        };
        known = legendRow(run, {
          toggle: fire('hide', run.id),
          remove: fire('leave', run.id),
          point: fire('point', run.position),
          leave: fire('point', null),
        });
        this.#rows.set(run.id, known);
        body.append(known.row);
      }
      known.show(run, hidden.has(run.id));
    }
  }
}

customElements.define('compare-legend', CompareLegend);
