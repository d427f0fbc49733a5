import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  areAlike,
  mayShare,
  type Sharing,
  type StoredSearch,
  sharingOf,
} from '../report/sharing.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { SharingView } from './universe-views.ts';

const orNull = z.union([z.number(), z.null()]);
const named = z.object({ run: z.string(), name: z.string() });

const route = createRoute({
  method: 'get',
  path: '/api/runs/{run}/sharing',
  summary: 'Own sets of the symbols against one that all share, where a run of each kind is there',
  request: { params: z.object(schemas.runParams) },
  responses: schemas.answers(
    'By symbol the fitness with both; null where no other run can be compared',
    z
      .object({
        sharing: z.union([
          z.object({
            own: named,
            shared: named.extend({ judged: z.enum(['median', 'mean', 'worst']) }),
            holdout: z.boolean(),
            rows: z.array(
              z.object({
                symbol: z.string(),
                own: orNull,
                shared: orNull,
                own_holdout: orNull,
                shared_holdout: orNull,
              }),
            ),
          }),
          z.null(),
        ]),
      })
      .openapi('Sharing'),
  ),
});

/** Jobs that are read to find the other side: the newest that may be it. */
const MOST_TRIED = 20;

export function addSharingRoute(app: OpenAPIHono, { finder }: RouteServices): void {
  /** The newest run of the other mode that is measured alike. */
  async function otherSide(one: StoredSearch): Promise<StoredSearch | null> {
    const { runs } = await finder.list();
    const candidates = runs.filter((record) => mayShare(one.record, record)).slice(0, MOST_TRIED);
    for (const { id } of candidates) {
      const other = await finder.read(id).catch(() => null);
      if (other !== null && areAlike(one, other)) return other;
    }
    return null;
  }

  app.openapi(route, async (context) => {
    const one = await finder.read(context.req.valid('param').run);
    const other = one.job.symbols.length < 2 ? null : await otherSide(one);
    const isShared = one.job.mode === 'shared';
    const sharing: Sharing | null =
      other === null
        ? null
        : sharingOf(...(isShared ? ([other, one] as const) : ([one, other] as const)));
    return answer({ sharing } satisfies SharingView);
  });
}
