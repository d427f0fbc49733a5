import type { JobsView } from '../../runner/server/views.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { openEventStream } from '../data/event-stream.ts';
import { jobsApi } from '../data/jobs-api.ts';
import { sitePath } from '../data/site-path.ts';
import { showConnection } from './connection-status.ts';
import { element, part, setText } from './element.ts';
import { openComposer } from './job-composer.ts';
import { type JobRequest, JobsTable } from './jobs-table.ts';
import { withToken } from './with-token.ts';

/** The drop folder, live. */
class JobsPage extends HTMLElement {
  connectedCallback(): void {
    part(this, '.new-job', HTMLButtonElement).addEventListener('click', () => openComposer());
    part(this, 'jobs-table', JobsTable).addEventListener('act', (event) => {
      void this.#act((event as CustomEvent<JobRequest>).detail);
    });
    openEventStream({
      url: sitePath('/api/events', { runs: 'summary' }),
      onOpen: () => void this.#fetch(),
      onState: (state) => {
        showConnection(state);
        if (state === 'lost') void this.#fetch();
      },
      // Places in the queue are not in what is sent with the event.
      on: { jobs: () => void this.#fetch() },
    });
    void this.#openFromAddress();
  }

  async #fetch(): Promise<void> {
    try {
      this.#show(await api.jobs());
    } catch (error) {
      this.#showProblem(describe(error));
    }
  }

  /** `?run=ID` opens that run's job to be changed and started. */
  async #openFromAddress(): Promise<void> {
    const run = new URLSearchParams(location.search).get('run');
    if (run === null) return;
    try {
      openComposer(await jobsApi.ofRun(run));
    } catch (error) {
      this.#say(describe(error));
    }
  }

  async #act({ action, file, run }: JobRequest): Promise<void> {
    this.#say('');
    try {
      if (action === 'edit') openComposer(await jobsApi.text(file));
      else if (action === 'remove') await this.#remove(file);
      else if (run !== null) {
        await withToken(async (token) => {
          await api.control(run, 'stop', token);
          return true;
        });
      }
      await this.#fetch();
    } catch (error) {
      this.#say(describe(error));
    }
  }

  async #remove(file: string): Promise<void> {
    const removed = await withToken((token) => jobsApi.remove(file, token));
    if (removed === null) return;
    const undo = element('button', { type: 'button', class: 'toggle' }, 'Put it back to edit');
    undo.addEventListener('click', () => {
      this.#say('');
      openComposer(removed);
    });
    this.#say(`${file} was removed. `, undo);
  }

  #say(text: string, ...more: HTMLElement[]): void {
    const notice = part(this, '.said', HTMLElement);
    notice.hidden = text === '';
    notice.replaceChildren(text, ...more);
  }

  #show(view: JobsView): void {
    this.#showProblem(null);
    part(this, '.loading', HTMLElement).hidden = true;
    const table = part(this, 'jobs-table', JobsTable);
    table.hidden = false;
    table.show(view);
  }

  #showProblem(problem: string | null): void {
    const notice = part(this, '.problem', HTMLElement);
    notice.hidden = problem === null;
    setText(notice, problem ?? '');
    if (problem !== null) part(this, '.loading', HTMLElement).hidden = true;
  }
}

customElements.define('jobs-page', JobsPage);
