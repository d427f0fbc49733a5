import { InputError, messageOf } from '../domain/errors.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { whoText } from '../domain/who.ts';
import { ownWho } from '../run/own-who.ts';
import type { JobSource } from '../run/runner.ts';

/** What a daemon made of an order. */
export interface Taken {
  readonly run: string;
  readonly message: string;
}

/** The daemon that holds our runs folder, by its own API. */
export interface DaemonClient {
  readonly url: string;
  /** @throws InputError where the daemon refuses the job */
  submit(source: JobSource): Promise<Taken>;
  /** @throws InputError where the run cannot be resumed */
  resume(run: string): Promise<Taken>;
  stop(run: string): Promise<void>;
  record(run: string): Promise<RunRecord>;
  /** Any other route. @throws what its problem says */
  request<View>(method: Method, path: string, body?: object): Promise<View>;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export function connectDaemon(url: string, token: string): DaemonClient {
  const ask = async <View>(method: Method, path: string, body?: object): Promise<View> => {
    const response = await fetchOf(url, path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        // For the audit trail: an address says little where all come from the same machine.
        'x-leantune-user': encodeURIComponent(whoText(ownWho())),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => ({}));
    if (!response.ok) throw problemOf(response.status, answer);
    return answer as View;
  };
  const runPath = (run: string) => `/api/runs/${encodeURIComponent(run)}`;
  return {
    url,
    async submit({ file, text }) {
      const taken = await ask<{ run: string | null; message: string | null }>('POST', '/api/jobs', {
        file,
        text,
      });
      const { run, message } = taken;
      if (run === null) throw new Error(message ?? `The daemon at ${url} made no run of the job`);
      return { run, message: message ?? `Run ${run} is taken` };
    },
    resume: (run) => ask('POST', `${runPath(run)}/resume`),
    async stop(run) {
      await ask('POST', `${runPath(run)}/stop`);
    },
    request: ask,
    record: async (run) => (await ask<{ record: RunRecord }>('GET', runPath(run))).record,
  };
}

async function fetchOf(url: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, url), init);
  } catch (error) {
    // What fetch says by itself is that it failed; its cause says why.
    const why = messageOf((error as Error).cause ?? error);
    throw new Error(`The daemon at ${url} does not answer: ${why}`, { cause: error });
  }
}

/** Problem details → the error that the same fault would be without a daemon. */
function problemOf(status: number, answer: unknown): Error {
  const {
    title,
    detail,
    problems = [],
  } = answer as {
    title?: string;
    detail?: string;
    problems?: { path: string; wanted: string; found: string }[];
  };
  const text = detail ?? title ?? `The daemon answered ${status}`;
  return problems.length === 0
    ? new Error(text)
    : new InputError(text.split(':\n')[0] ?? text, problems);
}
