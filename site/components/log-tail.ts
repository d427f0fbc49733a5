import type { LogLine } from '../data/run-snapshot.ts';
import { element, part } from './element.ts';
import { showPanelState } from './panel-state.ts';

function logItem({ at, level, message }: LogLine): HTMLElement {
  const time = new Date(at).toLocaleTimeString('en-GB');
  return element(
    'li',
    { 'data-level': level },
    element('time', { datetime: at, title: at }, time),
    level === 'info' ? '' : element('b', {}, level === 'warn' ? 'Warning' : 'Error'),
    element('span', {}, message),
  );
}

const NOTHING = 'Nothing logged yet. What the run does and what goes wrong is told here.';

/** The last lines of a run's log. Follows the newest unless the reader scrolled up. */
export class LogTail extends HTMLElement {
  #shown: readonly LogLine[] = [];

  fail(why: string, retry: () => void): void {
    const box = part(this, '.scroll', HTMLElement);
    if (this.#shown.length === 0) showPanelState(box, { is: 'failed', why, retry });
  }

  show(lines: readonly LogLine[] | null): void {
    if (lines === null || lines === this.#shown) return;
    const box = part(this, '.scroll', HTMLElement);
    const list = part(this, 'ol', HTMLElement);
    const following = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
    const grown = this.#shown.length > 0 && this.#shown.at(-1) === lines.at(-2);
    const last = lines.at(-1);
    if (grown && last) list.append(logItem(last));
    else list.replaceChildren(...lines.map(logItem));
    this.#shown = lines;
    while (list.children.length > lines.length) list.firstElementChild?.remove();
    showPanelState(box, lines.length > 0 ? { is: 'shown' } : { is: 'empty', why: NOTHING });
    if (following) box.scrollTop = box.scrollHeight;
  }
}

customElements.define('log-tail', LogTail);
