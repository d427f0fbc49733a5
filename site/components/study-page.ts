import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { Study } from '../../runner/domain/study.ts';
import { ApiError } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { openEventStream } from '../data/event-stream.ts';
import { sitePath } from '../data/site-path.ts';
import { slowly } from '../data/slowly.ts';
import { studiesApi } from '../data/studies-api.ts';
import { studyTitle } from '../data/studies-query.ts';
import { ChartPanel } from './chart-panel.ts';
import { showConnection } from './connection-status.ts';
import { element, part, setText } from './element.ts';
import { showState } from './state-badge.ts';
import { tagList } from './studies-table.ts';
import { StudyActions } from './study-actions.ts';
import { StudyBestPanel } from './study-best.ts';
import { showStudyFigures } from './study-figures.ts';
import { StudyNote } from './study-note.ts';
import { StudyRuns } from './study-runs.ts';
import { withToken } from './with-token.ts';

const NO_NAME = 'The address names no study.';

/** One study: its history over all runs. The URL holds the symbol. */
class StudyPage extends HTMLElement {
  readonly #name = new URLSearchParams(location.search).get('name') ?? '';
  #symbol = new URLSearchParams(location.search).get('symbol');
  #study: Study | null = null;

  connectedCallback(): void {
    if (this.#name === '') {
      this.#say(NO_NAME);
      return;
    }
    this.#listen();
    const fetchSoon = slowly(() => this.#fetch());
    openEventStream({
      url: sitePath('/api/events'),
      onOpen: () => void this.#fetch(),
      onState: (state) => {
        showConnection(state);
        if (state === 'lost' && this.#study === null) void this.#fetch();
      },
      on: {
        run: (data) => {
          if ((data as RunRecord).study === this.#study?.name) fetchSoon();
        },
        study: (data) => {
          if ((data as { study: string }).study === this.#study?.name) fetchSoon();
        },
        moved: slowly(async () => {
          if (!(await this.#showIfDeleted())) await this.#fetch();
        }),
      },
    });
  }

  #listen(): void {
    const actions = part(this, 'study-actions', StudyActions);
    actions.addEventListener('changed', () => void this.#fetch());
    actions.addEventListener('deleted', () => {
      if (this.#study !== null) this.#showDeleted(this.#study);
      part(this, '.deleted button', HTMLButtonElement).focus();
    });
    part(this, 'study-note', StudyNote).addEventListener('changed', () => void this.#fetch());
    const undo = part(this, '.deleted button', HTMLButtonElement);
    undo.addEventListener('click', () => void this.#undo());
    const select = part(this, 'select', HTMLSelectElement);
    select.addEventListener('change', () => {
      this.#symbol = select.value;
      const query = new URLSearchParams({ name: this.#name, symbol: select.value });
      history.replaceState(null, '', `${location.pathname}?${query}`);
      this.#show();
    });
  }

  async #fetch(): Promise<void> {
    try {
      this.#study = await studiesApi.show(this.#study?.name ?? this.#name);
      part(this, '.deleted', HTMLElement).hidden = true;
      this.#say(null);
      this.#show();
    } catch (error) {
      const isMissing = error instanceof ApiError && error.status === 404;
      if (isMissing && (await this.#showIfDeleted())) return;
      if (isMissing) part(this, '.deleted', HTMLElement).hidden = true;
      this.#say(describe(error));
    }
  }

  /** Whoever deleted it, here it can be had again. @returns whether it is in the trash */
  async #showIfDeleted(): Promise<boolean> {
    const found = await studiesApi.deleted(this.#study?.name ?? this.#name).catch(() => null);
    if (found !== null) this.#showDeleted(found);
    return found !== null;
  }

  #show(): void {
    const study = this.#study;
    if (study === null) return;
    const title = studyTitle(study);
    document.title = `${title} · leantune`;
    setText(part(this, '.study h1', HTMLElement), title);
    showState(part(this, '.state', HTMLElement), study.state);
    const tags = study.archived ? ['archived', ...study.tags] : study.tags;
    part(this, '.study-tags', HTMLElement).replaceChildren(tagList(tags));
    part(this, '.unlike', HTMLElement).hidden = study.alike;
    part(this, 'study-actions', StudyActions).show(study);
    part(this, 'study-note', StudyNote).show(study);
    const symbol = this.#showSymbols(study);
    this.#showFacts(study);
    showStudyFigures(part(this, '.figures', HTMLElement), study, symbol);
    const course = study.courses.find((one) => one.symbol === symbol) ?? null;
    const panel = part(this, 'chart-panel', ChartPanel) as ChartPanel<'study-course'>;
    panel.show(course);
    part(this, 'study-best', StudyBestPanel).show(study, symbol);
    part(this, 'study-runs', StudyRuns).show(study, symbol);
    for (const format of ['csv', 'jsonl'] as const) {
      part(this, `a.${format}`, HTMLAnchorElement).href = studiesApi.evaluationsUrl(
        study.name,
        format,
      );
    }
    part(this, '.study', HTMLElement).hidden = false;
    this.setAttribute('aria-busy', 'false');
  }

  /** A choice only where there are several; returns the chosen one. */
  #showSymbols({ symbols }: Study): string {
    const label = part(this, '.symbol-choice', HTMLElement);
    label.hidden = symbols.length < 2;
    const select = part(label, 'select', HTMLSelectElement);
    if (select.options.length !== symbols.length) {
      select.replaceChildren(...symbols.map((name) => element('option', { value: name }, name)));
    }
    const wanted = this.#symbol ?? '';
    const chosen = symbols.includes(wanted) ? wanted : (symbols[0] ?? '');
    select.value = chosen;
    return chosen;
  }

  #showFacts({ name, title, strategies, symbols }: Study): void {
    const facts = [
      ...(title === null ? [] : [`named “${name}” in jobs`]),
      strategies.join(', '),
      symbols.length > 8 ? `${symbols.length} symbols` : symbols.join(', '),
    ];
    const items = facts.map((fact) => element('li', {}, fact));
    part(this, '.facts', HTMLElement).replaceChildren(...items);
  }

  #showDeleted(study: Pick<Study, 'name' | 'title'>): void {
    this.#say(null);
    part(this, '.study', HTMLElement).hidden = true;
    const notice = part(this, '.deleted', HTMLElement);
    notice.hidden = false;
    const title = studyTitle(study);
    setText(part(notice, 'span', HTMLElement), `Study “${title}” is in the trash with its runs. `);
    this.setAttribute('aria-busy', 'false');
  }

  async #undo(): Promise<void> {
    const name = this.#study?.name ?? this.#name;
    try {
      if ((await withToken((token) => studiesApi.undelete(name, token))) === null) return;
      await this.#fetch();
      part(this, '.study h1', HTMLElement).focus();
    } catch (error) {
      this.#say(describe(error));
    }
  }

  #say(problem: string | null): void {
    // What is shown already stays, though it may be old.
    part(this, '.missing-study > h1', HTMLElement).hidden = this.#study !== null;
    part(this, '.missing-study', HTMLElement).hidden = problem === null;
    setText(part(this, '.problem', HTMLElement), problem ?? '');
    part(this, '.loading', HTMLElement).hidden = true;
  }
}

customElements.define('study-page', StudyPage);
