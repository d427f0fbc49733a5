import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';

type Socket = HttpBindings['incoming']['socket'];

/**
 * Lets a request pass only where it names this server by a name of its own and comes from its own
 * pages. That stops DNS rebinding and other sites' scripts and forms, on every route. Own code:
 * hono/csrf passes JSON bodies and trusts the request's own Host.
 *
 * @param hosts further names with their ports, such as `box.lan:8899`
 */
export function hostGuard(hosts: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const socket = socketOf(context);
    // Without a socket the request was made in this process and names its host in the URL alone.
    const host = context.req.header('host')?.toLowerCase() ?? new URL(context.req.url).host;
    const own = ownHosts(socket, hosts);
    const isOwn = (name: string) =>
      own.has(name) || (socket === undefined && own.has(name.replace(/:\d+$/, '')));
    // The URL's host differs from the header where the request line held a whole URL.
    if (!isOwn(host) || !isOwn(new URL(context.req.url).host.toLowerCase())) {
      return problem(403, `Cannot answer for host "${host}": wanted one of ${[...own].join(', ')}`);
    }
    const origin = context.req.header('origin');
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
      return problem(403, `Cannot answer to origin "${origin}": wanted this server's own pages`);
    }
    if (!isOwnFetch(context)) {
      return problem(403, "Cannot answer to another site: wanted this server's own pages");
    }
    await next();
  };
}

/** A proxy adds one of these; a client of this machine has no reason to. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/**
 * Whether client and server are on the same machine; true where there is no network at all. What a
 * proxy of this machine passes on may come from anywhere.
 */
export function isLocal(context: Context): boolean {
  if (FORWARDED.some((name) => context.req.header(name) !== undefined)) return false;
  const address = addressOf(context);
  return address === null || isLoopback(address);
}

/** The client's address; null where there is no network between. */
export function addressOf(context: Context): string | null {
  return socketOf(context)?.remoteAddress?.replace(/^::ffff:/, '') ?? null;
}

/** Whether a host to listen on, or an address, can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function socketOf(context: Context): Socket | undefined {
  const bindings = context.env as Partial<HttpBindings> | undefined;
  return bindings?.incoming?.socket;
}

function ownHosts(socket: Socket | undefined, hosts: readonly string[]): Set<string> {
  const own = ['localhost', '127.0.0.1', '[::1]'];
  if (socket === undefined) return new Set([...own, ...hosts]);
  const { localAddress, localPort } = socket;
  // A page under a foreign name cannot name us by the address it reached us at.
  if (localAddress !== undefined) own.push(bracketed(localAddress.replace(/^::ffff:/, '')));
  const named = own.map((name) => `${name}:${localPort}`);
  return new Set([...named, ...(localPort === 80 ? own : []), ...hosts]);
}

export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** Browsers say where a request comes from; other clients say nothing. */
function isOwnFetch({ req }: Context): boolean {
  const site = req.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  // A link on another page may lead to one of ours: nothing of the answer gets back to that page.
  const isLink = req.header('sec-fetch-mode') === 'navigate';
  const toPage = req.header('sec-fetch-dest') === 'document' && !req.path.startsWith('/api');
  return req.method === 'GET' && isLink && toPage;
}
