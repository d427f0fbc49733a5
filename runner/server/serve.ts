import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { InputError } from '../domain/errors.ts';
import { bracketed, isLoopback } from './host-guard.ts';
import { problem } from './problem.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Needed to listen where other machines can reach the server. */
  readonly token?: string | undefined;
}

export interface Served {
  readonly url: string;
  /** Answers nobody new, lets answers end that are nearly done, and hangs up on all others. */
  close(): Promise<void>;
}

type FetchCallback = Parameters<typeof getRequestListener>[0];

const CLOSING_MS = 200;

/**
 * Serves an app on a socket of its own.
 * @throws InputError where the port is taken or the host is not this machine's, and where others
 * could reach a server that has no token
 */
export async function serveApp(
  app: { fetch: FetchCallback },
  { host, port, token }: ServeOptions,
): Promise<Served> {
  if (!isLoopback(host) && !token) {
    const wanted = 'a token, since other machines can reach it there';
    throw new InputError(`Cannot listen on ${host}`, [{ path: '', wanted, found: 'none' }]);
  }
  const server = createServer(
    getRequestListener(app.fetch, {
      // What is no request at all never gets to the app.
      errorHandler: () => problem(400, 'Cannot read the request'),
    }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { address, port: actual } = server.address() as AddressInfo;
  const shown = ['0.0.0.0', '::'].includes(address) ? '127.0.0.1' : bracketed(address);

  return {
    url: `http://${shown}:${actual}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.race([closed, sleep(CLOSING_MS)]);
      // Streams of events never end by themselves.
      server.closeAllConnections();
      await closed;
    },
  };
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const action = `Cannot listen on ${bracketed(host)}:${port}`;
  const options = { cause: error };
  if (error.code === 'EADDRINUSE') {
    const found = `port ${port} is taken; choose another with PORT or --port`;
    return new InputError(action, [{ path: '', wanted: 'a free port', found }], options);
  }
  const wanted = 'an address and a port that this process may use';
  return new InputError(action, [{ path: '', wanted, found: error.message }], options);
}
