import type { ConnectionState } from '../data/event-stream.ts';
import { exportedAt } from '../data/exported.ts';
import { setText } from './element.ts';

const WORDS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
  exported: 'Exported',
};

/** Whether the page still hears from the server. */
export class ConnectionStatus extends HTMLElement {
  connectedCallback(): void {
    if (exportedAt !== null) this.show('exported');
  }

  show(state: ConnectionState): void {
    this.dataset['state'] = state;
    const day = exportedAt?.slice(0, 10);
    setText(this, day === undefined ? WORDS[state] : `${WORDS[state]} ${day}`);
  }
}

customElements.define('connection-status', ConnectionStatus);

/** The one in the page's head. */
export function showConnection(state: ConnectionState): void {
  const status = document.querySelector('connection-status');
  if (status instanceof ConnectionStatus) status.show(state);
}
