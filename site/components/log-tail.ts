import type { LogLine } from '../data/run-feed.ts';
import { element, part } from './element.ts';

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

/** The last lines of a run's log. Follows the newest unless the reader scrolled up. */
export class LogTail extends HTMLElement {
  #shown: readonly LogLine[] = [];

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
    part(this, '.empty', HTMLElement).hidden = lines.length > 0;
    if (following) box.scrollTop = box.scrollHeight;
  }
}

customElements.define('log-tail', LogTail);
