import { formatFitness, formatNumber } from '../data/format.ts';
import type { StudyGroup } from '../data/run-lines.ts';
import { sitePath } from '../data/site-path.ts';
import { STATE_ORDER } from '../data/state-order.ts';
import { element, setText } from './element.ts';
import { stateWord } from './state-badge.ts';

export interface GroupRow {
  readonly row: HTMLTableRowElement;
  show(group: StudyGroup): void;
}

/**
 * A study above its runs in the history.
 * @param fold told when its runs are to be shown or hidden
 */
export function groupRow(fold: () => void): GroupRow {
  const button = element('button', { type: 'button', class: 'fold' });
  button.addEventListener('click', fold);
  const name = element('span');
  const link = element('a', {}, 'Study');
  const states = element('span', { class: 'states' });
  const best = element('span', { class: 'number' });
  const cell = element('th', { scope: 'rowgroup', colspan: 10 });
  cell.append(element('div', {}, button, link, states, best));
  button.append(name);
  const row = element('tr', { class: 'group' }, cell);
  let shown: StudyGroup | null = null;

  function show(group: StudyGroup): void {
    if (group === shown) return;
    shown = group;
    const { study, title, runs } = group;
    button.setAttribute('aria-expanded', String(group.open));
    setText(name, `${title ?? 'No study'} (${formatNumber(runs.length)})`);
    link.hidden = study === null;
    link.href = sitePath('/study/', { name: study ?? '' });
    link.setAttribute('aria-label', `Study ${title ?? ''}`);
    states.replaceChildren(
      ...STATE_ORDER.filter((state) => group.states.has(state)).map((state) => {
        const count = formatNumber(group.states.get(state));
        const badge = element('span', { class: 'state', 'data-state': state }, count);
        badge.append(element('span', { class: 'visually-hidden' }, ` ${stateWord(state)}`));
        badge.title = `${count} ${stateWord(state).toLowerCase()}`;
        return badge;
      }),
    );
    setText(best, group.best === null ? '' : `best ${formatFitness(group.best)}`);
  }

  return { row, show };
}
