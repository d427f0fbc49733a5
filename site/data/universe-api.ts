import type { MatrixView, SharingView } from '../../runner/server/universe-views.ts';
import { ask, get } from './api.ts';

const run = (id: string) => `/api/runs/${encodeURIComponent(id)}`;

async function change(id: string, method: 'POST' | 'DELETE', token: string): Promise<MatrixView> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const response = await ask(`${run(id)}/matrix`, { method, headers });
  return response.json();
}

/** The server's answers about runs of several symbols. All throw ApiError. */
export const universeApi = {
  matrix: (id: string): Promise<MatrixView> => get(`${run(id)}/matrix`),
  /** Begins the backtests; needs the token. */
  beginMatrix: (id: string, token: string) => change(id, 'POST', token),
  /** Gives them up; needs the token. */
  cancelMatrix: (id: string, token: string) => change(id, 'DELETE', token),
  sharing: (id: string): Promise<SharingView> => get(`${run(id)}/sharing`),
};
