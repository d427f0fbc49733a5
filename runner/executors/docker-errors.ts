/** What went wrong with Docker, in words; the daemon's own where it has some. */
export function dockerMessage(error: unknown): string {
  const { code, reason, json, message } = error as DockerError;
  const said = typeof json?.message === 'string' ? json.message : (reason ?? message ?? '');
  const meant = MEANINGS.find(([pattern]) => pattern.test(`${code ?? ''} ${message ?? ''}`));
  if (meant !== undefined) return `${meant[1]} (${message?.trim()})`;
  return said === '' ? String(error) : said;
}

/** What errors of sockets, of TLS and of HTTP mean to whoever named a host, by code and message. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /^(ENOENT|ECONNREFUSED|EHOST\w+|ENET\w+|ETIMEDOUT|ENOTFOUND|EAI_\w+) /,
    'Docker does not answer',
  ],
  [/^EACCES /, "Docker's socket may not be used by this user"],
  [/alert.number|_ALERT_|SSL alert/i, 'Docker refuses our certificate, "cert" and "key"'],
  [
    /^(\w*SELF_SIGNED\w*|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT\w+) /,
    'the certificate of what answers there is not one of Docker on that machine, by "ca"',
  ],
  [/wrong.version.number|packet.length.too.long/i, 'what answers there does not speak TLS'],
  [/HTTP request to an HTTPS server/, 'Docker wants TLS there: "tls", or DOCKER_CERT_PATH'],
  [/^HPE_/, 'what answers there is not Docker'],
  [/^(ECONNRESET|EPIPE) |^ aborted/, 'Docker hung up, or was silent for too long'],
];

/** Whether it is about something that is not there (any more). */
export function isGone(error: unknown): boolean {
  return (error as DockerError).statusCode === 404;
}

const AWAY = /^(ENOENT|ECONNREFUSED|ECONNRESET|EPIPE|EHOST\w+|ENET\w+)$/;

/** Whether it comes of a connection that there is none to, or that was cut. */
export function isAway(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, syscall } = at as NodeJS.ErrnoException;
    // Files of this machine may be missing as well.
    if (code !== undefined && AWAY.test(code) && /^(connect|read|write)$/.test(syscall ?? '')) {
      return true;
    }
    if (at.message === 'socket hang up') return true;
  }
  return false;
}

interface DockerError {
  readonly code?: string | number;
  readonly statusCode?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly json?: { readonly message?: unknown };
}
