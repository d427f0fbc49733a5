import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';

/** Answers that are read or reckoned from whole files of evaluations, data or jobs, or from all runs. */
const DEAR =
  /^\/api\/(?:runs\/[^/]+\/symbols\/[^/]+\/.+|studies(?:\/.+)?|prune|data|spaces|live|candidates\/[^/]+|jobs\/check|promotions|courses|samplers-bench|runs\/[^/]+\/(?:stage|sharing))$/;

/** More than the site's own pages ask for at a time, several of them open. */
export const MOST_DEAR = 48;

/** Lets so many dear answers be worked on at a time; who comes then is told to come again. */
export function limitDear(most = MOST_DEAR): MiddlewareHandler {
  let busy = 0;
  return async (context, next) => {
    if (!DEAR.test(context.req.path)) return next();
    if (busy >= most) {
      const detail = `More than ${most} such requests are being worked on: try again in a moment`;
      return problem(503, detail, undefined, { 'retry-after': '2' });
    }
    busy++;
    try {
      await next();
    } finally {
      busy--;
    }
  };
}
