import type { StatisticGroup } from '../data/statistic-groups.ts';
import { element, part } from './element.ts';

/** All that was measured, by what it tells of. */
export class EvaluationStatistics extends HTMLElement {
  show(groups: readonly StatisticGroup[]): void {
    const sections = groups.map(({ title, rows }) => {
      const list = rows.map(([name, text]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, text)),
      );
      return element('section', {}, element('h3', {}, title), element('dl', {}, ...list));
    });
    part(this, '.groups', HTMLElement).replaceChildren(...sections);
  }
}

customElements.define('evaluation-statistics', EvaluationStatistics);
