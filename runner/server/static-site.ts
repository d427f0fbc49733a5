import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { problem } from './problem.ts';

/** Names of files below hold a hash of their content. */
const HASHED = '/assets/';

/** The built pages: hashed files are kept for ever, all else is asked for again each time. */
export function addStaticSite(app: OpenAPIHono, siteFolder: string): void {
  if (!existsSync(join(siteFolder, 'index.html'))) {
    app.get('/', () => problem(404, 'The site is not built: run "npm run build:site"'));
    return;
  }
  app.use('/*', etag());
  app.get(
    '/*',
    serveStatic({
      root: siteFolder,
      onFound(_path, context) {
        const keep = context.req.path.startsWith(HASHED);
        context.header('Cache-Control', keep ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  app.get('/*', async (context, next) => {
    if (!context.req.header('accept')?.includes('text/html')) return next();
    const page = await readFile(join(siteFolder, '404.html'), 'utf8').catch(() => null);
    return page === null ? next() : context.html(page, 404);
  });
}
