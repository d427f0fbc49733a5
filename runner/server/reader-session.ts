import { createHmac, timingSafeEqual } from 'node:crypto';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

const session = createRoute({
  method: 'post',
  path: '/api/session',
  summary: 'Gives a browser on another machine a cookie with which it may read',
  responses: { 204: { description: 'The cookie is set' } },
});

/** A browser reads for so long before it is asked for the token again. */
const SECONDS = 30 * 86_400;

/**
 * Lets browsers on other machines read: they can send no token with a stream of events or a link.
 * Whoever has shown the token once gets a cookie, kept from scripts and other sites, with which they
 * may read and change nothing. It holds no secret: a time, and the token's sign under it.
 */
export interface ReaderSessions {
  /** Adds `POST /api/session`, which gives the cookie; the token was checked before. */
  addRoute(app: OpenAPIHono): void;
  /** Whether the request carries a cookie that this token has given, and that is still good. */
  isGiven(context: Context): boolean;
}

export function createReaderSessions(token: string, now: () => number = Date.now): ReaderSessions {
  const sign = (text: string): string =>
    createHmac('sha256', token).update(text).digest('base64url');
  // Cookies know no ports: two daemons of one host must not take each other's away.
  const name = `leantune-${sign('name').slice(0, 8)}`;

  return {
    addRoute(app) {
      app.openapi(session, (context) => {
        const until = String(now() + SECONDS * 1_000);
        setCookie(context, name, `${until}.${sign(`read until ${until}`)}`, {
          httpOnly: true,
          sameSite: 'Strict',
          secure: isEncrypted(context),
          path: '/',
          maxAge: SECONDS,
        });
        context.header('Cache-Control', 'no-store');
        return context.body(null, 204);
      });
    },
    isGiven(context) {
      const [until = '', given = ''] = (getCookie(context, name) ?? '').split('.');
      const wanted = Buffer.from(sign(`read until ${until}`));
      const found = Buffer.from(given);
      if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) return false;
      return Number(until) > now();
    },
  };
}

/** A proxy that speaks TLS says so; a browser that came in the clear would drop a secure cookie. */
function isEncrypted({ req }: Context): boolean {
  return req.header('x-forwarded-proto') === 'https';
}
