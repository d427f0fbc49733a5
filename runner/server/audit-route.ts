import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { readAudit } from '../run/audit.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const MOST_ENTRIES = 10_000;

const who = z.looseObject({ via: z.enum(['cli', 'folder', 'schedule', 'http']) });

const entry = z
  .looseObject({
    at: z.iso.datetime(),
    action: z.string(),
    subject: z.string(),
    by: who,
  })
  .openapi('AuditEntry');

const audit = createRoute({
  method: 'get',
  path: '/api/audit',
  summary: 'Who asked for what, when and from where; oldest first',
  request: {
    query: z.object({
      tail: z.coerce.number().int().min(1).max(MOST_ENTRIES).default(100).describe('The last N'),
    }),
  },
  responses: schemas.answers('What was asked for', z.object({ entries: z.array(entry) })),
});

export function addAuditRoute(app: OpenAPIHono, { store }: Pick<RouteServices, 'store'>): void {
  app.openapi(audit, async (context) => {
    const { tail } = context.req.valid('query');
    return answer({ entries: (await readAudit(store.root)).slice(-tail) });
  });
}
