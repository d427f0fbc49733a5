import type { JobsView } from '../../runner/server/views.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { openEventStream } from '../data/event-stream.ts';
import { sitePath } from '../data/site-path.ts';
import { showConnection } from './connection-status.ts';
import { part, setText } from './element.ts';
import { JobsTable } from './jobs-table.ts';

/** The drop folder, live. */
class JobsPage extends HTMLElement {
  connectedCallback(): void {
    const fetchJobs = () => {
      api.jobs().then(
        (view) => this.#show(view),
        (error) => this.#showProblem(describe(error)),
      );
    };
    openEventStream({
      url: sitePath('/api/events'),
      onOpen: fetchJobs,
      onState: (state) => {
        showConnection(state);
        if (state === 'lost') fetchJobs();
      },
      on: { jobs: (data) => this.#show(data as JobsView) },
    });
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
