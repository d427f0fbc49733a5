import type {
  ChangedJobView,
  DeletedRunView,
  JobCheckView,
  JobExamplesView,
  JobInspectView,
  JobText,
} from '../../runner/server/job-views.ts';
import type { AnnotationsView, DropView } from '../../runner/server/views.ts';
import { ask, get } from './api.ts';

const run = (id: string) => `/api/runs/${encodeURIComponent(id)}`;
const job = (file: string) => `/api/jobs/${encodeURIComponent(file)}`;

interface Send {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Absent where the question changes nothing. */
  readonly token?: string;
  readonly body?: object;
}

/** @throws ApiError */
export async function send<View>(path: string, { method, token, body }: Send): Promise<View> {
  const response = await ask(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as View;
}

/** A job before and after it is dropped, and what makes runs of it anew. All throw ApiError. */
export const jobsApi = {
  check: (text: JobText) => send<JobCheckView>('/api/jobs/check', { method: 'POST', body: text }),
  inspect: (text: JobText, token: string) =>
    send<JobInspectView>('/api/jobs/inspect', { method: 'POST', token, body: text }),
  schema: () => get<object>('/api/job-schema'),
  examples: async () => (await get<JobExamplesView>('/api/job-examples')).examples,
  /** @param overwrite false: an error of status 409 where another file of that name is there */
  drop: (text: JobText, overwrite: boolean, token: string) =>
    send<DropView>('/api/jobs', { method: 'POST', token, body: { ...text, overwrite } }),
  text: (file: string) => get<JobText>(job(file)),
  remove: (file: string, token: string) => send<JobText>(job(file), { method: 'DELETE', token }),
  ofRun: (id: string) => get<JobText>(`${run(id)}/job`),
  rerun: (id: string, seed: number | null, token: string) =>
    send<ChangedJobView>(`${run(id)}/rerun`, {
      method: 'POST',
      token,
      body: seed === null ? {} : { seed },
    }),
  raise: (id: string, budget: { evaluations?: number; seconds?: number }, token: string) =>
    send<ChangedJobView>(`${run(id)}/budget`, { method: 'POST', token, body: budget }),
  annotations: (id: string) => get<AnnotationsView>(`${run(id)}/annotations`),
  annotate: (id: string, change: Partial<AnnotationsView>, token: string) =>
    send<AnnotationsView>(`${run(id)}/annotations`, { method: 'PATCH', token, body: change }),
  delete: (id: string, token: string) => send<DeletedRunView>(run(id), { method: 'DELETE', token }),
  undelete: (id: string, token: string) =>
    send<DeletedRunView>(`${run(id)}/undelete`, { method: 'POST', token }),
};
