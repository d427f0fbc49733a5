import type { RunSummary } from '../data/run-summary.ts';
import { FILTER_KEYS, type FilterKey, filterValues, type RunsQuery } from '../data/runs-query.ts';
import { element, part } from './element.ts';

const ALL: Readonly<Record<FilterKey, string>> = {
  study: 'Any study',
  strategy: 'Any strategy',
  symbol: 'Any symbol',
  tag: 'Any tag',
};

/**
 * What runs are chosen by beside text and state: lists of the values that occur. Fires `filter`
 * (detail: Partial<RunsQuery>).
 */
export class RunFilters extends HTMLElement {
  #runs: readonly RunSummary[] | null = null;
  #found = new Map<FilterKey, readonly string[]>();
  #values = new Map<FilterKey, string>();
  #titles: ReadonlyMap<string | null, string | null> = new Map();

  connectedCallback(): void {
    for (const key of FILTER_KEYS) {
      const list = this.#listOf(key);
      list.addEventListener('change', () => this.#tell({ [key]: list.value }));
    }
    const grouped = part(this, '[name=grouped]', HTMLInputElement);
    grouped.addEventListener('change', () => this.#tell({ grouped: grouped.checked }));
    const archived = part(this, '[name=archived]', HTMLInputElement);
    archived.addEventListener('change', () => this.#tell({ archived: archived.checked }));
  }

  show(runs: readonly RunSummary[], query: RunsQuery): void {
    if (runs !== this.#runs) {
      for (const key of FILTER_KEYS) this.#found.set(key, filterValues(runs, key));
      this.#titles = new Map(runs.map(({ study, studyTitle }) => [study, studyTitle]));
      this.#runs = runs;
    }
    for (const key of FILTER_KEYS) this.#fill(key, this.#found.get(key) ?? [], query[key]);
    const grouped = part(this, '[name=grouped]', HTMLInputElement);
    grouped.checked = query.grouped;
    part(this, '.grouped', HTMLElement).hidden =
      !query.grouped && runs.every(({ study }) => study === null);
    const archived = part(this, '[name=archived]', HTMLInputElement);
    archived.checked = query.archived;
    part(this, '.archived', HTMLElement).hidden =
      !query.archived && !runs.some((run) => run.archived);
  }

  #fill(key: FilterKey, found: readonly string[], chosen: string): void {
    const list = this.#listOf(key);
    // One that somebody's address names is shown though nothing has it.
    const values = chosen === '' || found.includes(chosen) ? found : [chosen, ...found];
    // One value chooses nothing.
    list.hidden = values.length < 2 && chosen === '';
    const words = key === 'study' ? values.map((name) => this.#titles.get(name) ?? name) : values;
    const written = JSON.stringify([values, words]);
    if (this.#values.get(key) !== written) {
      this.#values.set(key, written);
      const options = values.map((value, at) => element('option', { value }, words[at] ?? value));
      list.replaceChildren(element('option', { value: '' }, ALL[key]), ...options);
    }
    list.value = chosen;
  }

  #listOf(key: FilterKey): HTMLSelectElement {
    return part(this, `select[name=${key}]`, HTMLSelectElement);
  }

  #tell(detail: Partial<RunsQuery>): void {
    this.dispatchEvent(new CustomEvent('filter', { detail }));
  }
}

customElements.define('run-filters', RunFilters);
