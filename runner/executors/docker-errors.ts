/** What went wrong with Docker, in words; the daemon's own where it has some. */
export function dockerMessage(error: unknown): string {
  const { code, reason, json, message } = error as DockerError;
  const said = typeof json?.message === 'string' ? json.message : (reason ?? message ?? '');
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return `Docker does not answer (${message})`;
  if (code === 'EACCES') return `Docker's socket may not be used by this user (${message})`;
  return said === '' ? String(error) : said;
}

/** Whether it is about something that is not there (any more). */
export function isGone(error: unknown): boolean {
  return (error as DockerError).statusCode === 404;
}

interface DockerError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly json?: { readonly message?: unknown };
}
