import type { ConnectionState } from '../data/event-stream.ts';
import { setText } from './element.ts';

const WORDS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
};

/** Whether the page still hears from the server. */
export class ConnectionStatus extends HTMLElement {
  show(state: ConnectionState): void {
    this.dataset['state'] = state;
    setText(this, WORDS[state]);
  }
}

customElements.define('connection-status', ConnectionStatus);

/** The one in the page's head. */
export function showConnection(state: ConnectionState): void {
  const status = document.querySelector('connection-status');
  if (status instanceof ConnectionStatus) status.show(state);
}
