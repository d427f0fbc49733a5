import type { Context, MiddlewareHandler } from 'hono';
import type { Audit } from '../run/audit.ts';
import { changesNothing } from './auth.ts';
import { addressOf } from './host-guard.ts';

/** Changes by what they are called in the audit trail; `subject` is found in path or body. */
const ACTIONS: readonly {
  readonly path: RegExp;
  readonly action: string;
  readonly body?: string;
}[] = [
  { path: /^POST (\/api\/session)$/, action: 'read from elsewhere' },
  { path: /^POST \/api\/jobs$/, action: 'drop', body: 'file' },
  { path: /^POST \/api\/runs\/([^/]+)\/stop$/, action: 'stop' },
  { path: /^POST \/api\/runs\/([^/]+)\/resume$/, action: 'resume' },
  { path: /^POST \/api\/runs\/([^/]+)\/rerun$/, action: 'rerun' },
  { path: /^POST \/api\/runs\/([^/]+)\/budget$/, action: 'budget' },
  { path: /^POST \/api\/(.+)\/undelete$/, action: 'undelete' },
  { path: /^POST \/api\/runs\/([^/]+)\/stage$/, action: 'stage' },
  {
    path: /^POST \/api\/runs\/([^/]+\/symbols\/[^/]+\/evaluations\/\d+)\/backtest$/,
    action: 'backtest',
  },
  { path: /^PATCH \/api\/runs\/([^/]+)\/annotations$/, action: 'annotate' },
  { path: /^POST (\/api\/prune)$/, action: 'prune' },
  { path: /^POST \/api\/promotions$/, action: 'promote', body: 'to' },
  { path: /^POST \/api\/promotions\/rollback$/, action: 'rollback', body: 'file' },
  { path: /^DELETE \/api\/(.+)$/, action: 'delete' },
];

/**
 * Notes every change that was asked for with the token, and what it was answered. A change that
 * cannot be noted is made all the same: the disk is full then, and a stop must still work.
 */
export function auditChanges(audit: Audit, report: (error: Error) => void): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    await next();
    if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
    if (changesNothing(method, path)) return;
    const { action, subject } = await nameOf(context, `${method} ${path}`);
    const by = { via: 'http', address: addressOf(context) } as const;
    const { status } = context.res;
    await audit.note({ action, subject, by, status, ...saidBy(context) }).catch(report);
  };
}

const SAID_CHARACTERS = 200;

/** What client and proxy say of themselves, which is their word alone. */
function saidBy({ req }: Context): Readonly<Record<string, string>> {
  const user = req.header('x-leantune-user');
  const address = req.header('x-forwarded-for');
  return {
    ...(user !== undefined && { user: decoded(user).slice(0, SAID_CHARACTERS) }),
    ...(address !== undefined && { forwarded_for: address.slice(0, SAID_CHARACTERS) }),
  };
}

async function nameOf({ req }: Context, asked: string) {
  for (const { path, action, body } of ACTIONS) {
    const match = path.exec(asked);
    if (match === null) continue;
    if (body === undefined) return { action, subject: decoded(match[1] ?? asked) };
    const sent: unknown = await req.json().catch(() => null);
    const named = (sent as Readonly<Record<string, unknown>> | null)?.[body];
    return { action, subject: typeof named === 'string' ? named.slice(0, 1_000) : '' };
  }
  return { action: 'change', subject: asked };
}

/** What is no text in percent signs stays as it was sent. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
