import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Milliseconds since the receiver was opened. */
  readonly at: number;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** A web server on this machine that keeps what is posted; its n-th answer is the n-th given, then 200. */
export async function openReceiver(
  answers: readonly (Answer | 'hang up')[] = [],
): Promise<Receiver> {
  const received: Received[] = [];
  const opened = performance.now();
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const answer = answers[received.length] ?? { status: 200 };
      const { url = '', headers } = request;
      const at = performance.now() - opened;
      received.push({ path: url, headers, body: JSON.parse(text) as unknown, at });
      if (answer === 'hang up') return request.socket.destroy();
      response.writeHead(answer.status, answer.headers).end(answer.body ?? '{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
