import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import { commandLines } from '../data/command-lines.ts';
import { runFacts } from '../data/run-facts.ts';
import type { RunSnapshot } from '../data/run-snapshot.ts';
import { sitePath } from '../data/site-path.ts';
import { commandItem } from './command-item.ts';
import { element, part } from './element.ts';
import { TimeBar } from './time-bar.ts';

function studyLink(name: string): HTMLElement {
  return element('a', { href: sitePath('/study/', { name }) }, name);
}

/** What the run was made with, and the commands that go on with it or repeat it. */
export class RunDetails extends HTMLElement {
  #key = '';

  show({ record, job, symbol, file }: RunSnapshot): void {
    if (record === null || job === null) return;
    part(this, 'time-bar', TimeBar).show(symbol?.time ?? null);
    const key = `${symbol?.best === null} ${JSON.stringify(record.versions)} ${record.state}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#showFacts(record, job);
    const items = commandLines(record, symbol, file).map(({ purpose, command }) =>
      commandItem(purpose, command),
    );
    part(this, '.commands', HTMLElement).replaceChildren(...items);
  }

  #showFacts(record: RunRecord, job: Job): void {
    const rows = runFacts(record, job).map(([name, text]) => {
      const value = name === 'Study' ? studyLink(text) : text;
      return element('div', {}, element('dt', {}, name), element('dd', {}, value));
    });
    part(this, 'dl', HTMLElement).replaceChildren(...rows);
  }
}

customElements.define('run-details', RunDetails);
