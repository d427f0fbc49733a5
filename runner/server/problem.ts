import { STATUS_CODES } from 'node:http';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { ZodError } from 'zod';
import { InputError, type Problem } from '../domain/errors.ts';
import { toJson } from './json.ts';
import type { ProblemView } from './views.ts';

/** An error answer: problem details, RFC 9457. */
export function problem(
  status: number,
  detail: string,
  problems?: readonly Problem[],
  headers: Readonly<Record<string, string>> = {},
): Response {
  const view: ProblemView = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(problems === undefined ? {} : { problems }),
  };
  return new Response(toJson(view), {
    status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    },
  });
}

/** Ends a request with an error answer. */
export function refusal(status: 404 | 409 | 422 | 503, detail: string): HTTPException {
  return new HTTPException(status, { message: detail });
}

/** What a route's schema refuses. */
export function invalidRequest({ issues }: ZodError): Response {
  const problems = issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    wanted: 'what the API describes',
    found: message,
  }));
  return problem(400, 'Cannot read the request', problems);
}

/** Turns everything that a route throws into problem details. */
export function answerErrors(app: OpenAPIHono, report: (error: Error) => void): void {
  app.notFound((context) => problem(404, `Nothing is at ${context.req.path}`));
  app.onError((error) => {
    if (error instanceof HTTPException) return problem(error.status, error.message);
    if (error instanceof InputError) return problem(422, error.message, error.problems);
    report(error);
    // What went wrong inside is for the log: it may name paths and secrets.
    return problem(500, 'The server failed to answer; its log says why');
  });
}
