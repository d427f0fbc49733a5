import type { JobCheckView, JobInspectView } from '../../runner/server/job-views.ts';
import { formatDuration, formatNumber, formatRate } from '../data/format.ts';
import { planFacts } from '../data/plan-facts.ts';
import { element, part, setText } from './element.ts';

/** What the server says of a job that is being written: its faults, or what it would do. */
export class JobFindings extends HTMLElement {
  /** Goes to a line of the editor. */
  goTo: (line: number) => void = () => {};

  show({ kind, message, problems, plan }: JobCheckView): void {
    const faults = problems.length === 1 ? '1 fault' : `${problems.length} faults`;
    const words = { job: 'Ready to start', other: message ?? '', faulty: `${message}: ${faults}` };
    setText(part(this, '.verdict', HTMLElement), words[kind]);
    part(this, '.problems', HTMLElement).replaceChildren(
      ...problems.map((problem) => this.#problem(problem)),
    );
    part(this, '.plan', HTMLElement).replaceChildren(
      ...(plan === null ? [] : planFacts(plan)).flatMap(([name, text]) => [
        element('dt', {}, name),
        element('dd', {}, text),
      ]),
    );
    part(this, '.notes', HTMLElement).replaceChildren(
      ...(plan?.notes ?? []).map((note) => element('li', {}, note)),
    );
    setText(part(this, '.measured', HTMLElement), '');
  }

  showMeasuring(): void {
    setText(part(this, '.measured', HTMLElement), 'Reading its data and measuring …');
  }

  /** @param found null where it came to nothing */
  showMeasured(found: JobInspectView | null): void {
    setText(part(this, '.measured', HTMLElement), found === null ? '' : measuredText(found));
  }

  #problem({ path, wanted, found, line }: JobCheckView['problems'][number]): HTMLElement {
    const place = element('div', { class: 'place' }, element('code', {}, path || 'The file'));
    if (line !== undefined) {
      const button = element('button', { type: 'button' }, `Line ${line}`);
      button.addEventListener('click', () => this.goTo(line));
      place.append(button);
    }
    return element('li', {}, place, `wanted ${wanted}, found ${found}`);
  }
}

function measuredText({ symbols, measured, expected_seconds: whole }: JobInspectView): string {
  const data = symbols.map(({ symbol, bars, problem }) =>
    bars === null ? `${symbol}: ${problem ?? 'no data'}` : `${symbol}: ${formatNumber(bars)} bars`,
  );
  const rate = measured === null ? '' : `Measured ${formatRate(measured.perSecond)}. `;
  const grid = whole === null ? '' : `The whole grid would take ${formatDuration(whole)}. `;
  return `${rate}${grid}${data.join('; ')}`;
}

customElements.define('job-findings', JobFindings);
