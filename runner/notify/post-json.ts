import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { assertPublicHost, publicLookup } from './public-lookup.ts';
import { SendError } from './send-error.ts';

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 65_536;

/**
 * Posts a value as JSON and is done when the receiver accepts it (2xx). Not with `fetch`, which
 * looks names up by itself: the address that is checked has to be the one that is connected to.
 * Redirects are not followed.
 * @throws SendError where it was not accepted; 408, 425, 429 and 5xx are worth another try
 */
export async function postJson(url: URL, value: unknown, options: PostOptions): Promise<void> {
  if (!options.allowPrivate) assertPublicHost(url.hostname);
  const { status, retryAfter, answer } = await post(url, JSON.stringify(value), options);
  if (status >= 200 && status < 300) return;
  const retriable = status >= 500 || [408, 425, 429].includes(status);
  const retryAfterMs = retryAfter ?? retryAfterOf(answer);
  throw new SendError(`wanted 2xx, found ${status} ${answer.slice(0, 200).trim()}`.trim(), {
    retriable,
    retryAfterMs,
  });
}

interface Answer {
  readonly status: number;
  readonly retryAfter: number | null;
  readonly answer: string;
}

function post(url: URL, body: string, options: PostOptions): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: 'POST',
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'leantune',
      ...options.headers,
    },
    // A connection of its own: the next word may be hours away.
    agent: false,
    ...(!options.allowPrivate && { lookup: publicLookup }),
  });
  request.on('error', reject);
  request.on('response', (response) => {
    let answer = '';
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      answer += text;
      if (answer.length > LONGEST_ANSWER) response.destroy();
    });
    response.on('error', reject);
    response.on('close', () =>
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: milliseconds(response.headers['retry-after']),
        answer,
      }),
    );
  });
  request.end(body);
  return promise;
}

function milliseconds(seconds: string | undefined): number | null {
  const value = Number(seconds);
  return seconds === undefined || !(value >= 0) ? null : value * 1000;
}

/** Telegram says it as `parameters.retry_after`, Discord as `retry_after`, both in seconds. */
function retryAfterOf(answer: string): number | null {
  const found = /"retry_after"\s*:\s*([\d.]+)/.exec(answer)?.[1];
  return milliseconds(found);
}
