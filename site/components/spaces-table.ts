import type { SpaceView } from '../../runner/server/data-views.ts';
import type { JobInspectView } from '../../runner/server/job-views.ts';
import { describe } from '../data/describe-error.ts';
import { ABSENT, formatDuration, formatNumber, formatRate, formatSize } from '../data/format.ts';
import { jobsApi } from '../data/jobs-api.ts';
import { symbolsText } from '../data/symbols-text.ts';
import { element, part, setText } from './element.ts';
import { withToken } from './with-token.ts';

/** Jobs with the size of what they search and the time it takes, which can be measured. */
export class SpacesTable extends HTMLElement {
  show(jobs: readonly SpaceView[]): void {
    part(this, '.scroll-box', HTMLElement).hidden = jobs.length === 0;
    part(this, 'tbody', HTMLElement).replaceChildren(...jobs.map((job) => this.#row(job)));
    this.setAttribute('aria-busy', 'false');
  }

  #row(job: SpaceView): HTMLElement {
    const { file, place, strategy, symbols, problem } = job;
    const name = element('th', { scope: 'row' }, file);
    const where = element('td', {}, element('code', {}, place));
    if (problem !== null) {
      return element('tr', {}, name, where, element('td', { colspan: 6, class: 'bad' }, problem));
    }
    const time = element('td', { class: 'time' }, timeText(job));
    const label = `Measure ${file}`;
    const measure = element('button', { type: 'button', class: 'toggle', 'aria-label': label });
    measure.textContent = 'Measure';
    measure.addEventListener('click', () => void this.#measure(job, measure, time));
    const number = (text: string) => element('td', { class: 'number' }, text);
    return element(
      'tr',
      {},
      name,
      where,
      element('td', {}, strategy ?? ABSENT),
      element('td', {}, symbolsText(symbols)),
      number(formatSize(job.grid_size)),
      number(job.evaluations === null ? 'until stopped' : formatNumber(job.evaluations)),
      time,
      element('td', { class: 'no-print' }, measure),
    );
  }

  async #measure(job: SpaceView, button: HTMLElement, time: HTMLElement): Promise<void> {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      const text =
        job.place === 'config' ? await jobsApi.text(job.file) : await exampleOf(job.file);
      const found = await withToken((token) => {
        setText(time, 'Measuring …');
        return jobsApi.inspect(text, token);
      });
      setText(time, found === null ? timeText(job) : measuredText(found));
    } catch (error) {
      setText(time, describe(error));
    }
    button.removeAttribute('aria-disabled');
  }
}

async function exampleOf(file: string) {
  const found = (await jobsApi.examples()).find((example) => example.file === file);
  if (found === undefined) throw new Error(`Cannot find example ${file}`);
  return found;
}

function timeText({ expected }: SpaceView): string {
  if (expected === null) return 'not known';
  const { seconds, grid_seconds: grid } = expected;
  const whole = grid === null ? '' : `; the whole grid ${formatDuration(grid)}`;
  return `${formatDuration(seconds)}${whole}`;
}

function measuredText({ measured, expected_seconds: grid, preflight }: JobInspectView): string {
  const lacking = preflight.reduce((sum, row) => sum + (row.preflight?.missing_days ?? 0), 0);
  const holes = lacking === 0 ? 'no day missing' : `${formatNumber(lacking)} trading days missing`;
  if (measured === null) return `nothing could be measured; ${holes}`;
  const whole = grid === null ? '' : `; the whole grid ${formatDuration(grid)}`;
  return `measured ${formatRate(measured.perSecond)}${whole}; ${holes}`;
}

customElements.define('spaces-table', SpacesTable);
