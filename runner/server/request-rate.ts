import { performance } from 'node:perf_hooks';
import type { MiddlewareHandler } from 'hono';
import { changesNothing } from './auth.ts';
import { addressOf, isLoopback } from './host-guard.ts';
import { problem } from './problem.ts';

/** What a client may ask: so many requests at once, and so many a second from then on. */
export interface RequestRate {
  readonly burst: number;
  readonly perSecond: number;
}

/** A page of the site asks for some sixty things, with all its files. */
const ELSEWHERE: RequestRate = { burst: 600, perSecond: 60 };
/** Scripts of this machine read thousands of evaluations; a proxy here stands for many people. */
const HERE: RequestRate = { burst: 6_000, perSecond: 600 };

/** Addresses are cheap where somebody owns a network of them. */
const MOST_CLIENTS = 1_000;

interface RequestRateOptions {
  readonly rateOf?: (address: string) => RequestRate;
  /** Milliseconds that never go back. */
  readonly now?: () => number;
}

/**
 * Keeps a client that asks in a loop from taking all of the daemon's time: who is too quick is told
 * when to come again. Changes are counted apart from what is read: only who has the token gets here
 * with them, and a stop must work while something else reads without end. Own code: the packages
 * for this count in windows, at whose edges twice as much passes.
 */
export function limitRate({
  rateOf = (address) => (isLoopback(address) ? HERE : ELSEWHERE),
  now = () => performance.now(),
}: RequestRateOptions = {}): MiddlewareHandler {
  const buckets = createBuckets(now);
  return async (context, next) => {
    const address = addressOf(context);
    // Without a network the request was made in this process.
    if (address === null) return next();
    const { method, path } = context.req;
    const reads = method === 'GET' || method === 'HEAD' || changesNothing(method, path);
    const client = `${reads ? 'reads' : 'changes'} ${networkOf(address)}`;
    const seconds = buckets.take(client, rateOf(address));
    if (seconds === 0) return next();
    const detail = `Too many requests come from your address: try again in ${seconds} s`;
    return problem(429, detail, undefined, { 'retry-after': String(seconds) });
  };
}

function createBuckets(now: () => number) {
  /** What each may still ask; who came last stands last. */
  const left = new Map<string, { requests: number; at: number }>();
  return {
    /** @returns seconds to wait; 0 where one more is allowed, which is taken then */
    take(client: string, { burst, perSecond }: RequestRate): number {
      const before = left.get(client) ?? { requests: burst, at: now() };
      const gained = ((now() - before.at) / 1_000) * perSecond;
      const requests = Math.min(burst, before.requests + gained);
      const isAllowed = requests >= 1;
      left.delete(client);
      left.set(client, { requests: isAllowed ? requests - 1 : requests, at: now() });
      const [oldest] = left.keys();
      if (left.size > MOST_CLIENTS && oldest !== undefined) left.delete(oldest);
      return isAllowed ? 0 : Math.ceil((1 - requests) / perSecond);
    },
  };
}

/** Whoever has one address of IPv6 has the whole network around it, of 64 bits. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const rest = tail.split(':').filter((group) => group !== '');
  const gap = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  return [...groups, ...(address.includes('::') ? gap : []), ...rest].slice(0, 4).join(':');
}
