import type {
  AnalysisView,
  BestView,
  ChosenRows,
  ConstraintsView,
  ConvergenceView,
  CoursesView,
  FrontView,
  HeatMap,
  HypervolumeCourse,
  JobsView,
  LogView,
  PointsView,
  ProblemView,
  RunView,
  SamplersBenchView,
  SearchSample,
  SlotTimeline,
  TopView,
} from '../../runner/server/views.ts';
import { decodeBench } from './bench-values.ts';
import { decodeBest, decodeConvergence, decodeEvaluation, decodeRecord } from './decode.ts';
import { exportedAt, exportedFile } from './exported.ts';
import { askForToken } from './session.ts';
import { sitePath } from './site-path.ts';

/** The server answered with an error, or not at all (status 0). The message is fit to be shown. */
export class ApiError extends Error {
  readonly status: number;
  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.status = status;
  }
}

async function problemOf(response: Response): Promise<string> {
  const problem: Partial<ProblemView> = await response.json().catch(() => ({}));
  const details = (problem.problems ?? []).map(
    ({ path, wanted, found }) => `${path}: wanted ${wanted}, found ${found}`,
  );
  const text = [problem.detail ?? problem.title, ...details].filter(Boolean).join('\n');
  return text === ''
    ? `The server answered ${response.status} ${response.statusText}`.trim()
    : text;
}

async function refusalOf(response: Response, method = 'GET'): Promise<ApiError> {
  // Whoever changes something asks for the token itself.
  if (response.status === 401 && method === 'GET') askForToken();
  return new ApiError(await problemOf(response), response.status);
}

/** @throws ApiError */
export async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    const url = exportedAt === null ? sitePath(path) : await exportedFile(path);
    if (url === null) throw new ApiError('This is not part of the exported pages', 404);
    response = await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted || cause instanceof ApiError) throw cause;
    throw new ApiError('The server does not answer. Is leantune running?', 0, { cause });
  }
  if (!response.ok) throw await refusalOf(response, init.method);
  return response;
}

/** @throws ApiError */
export async function get<View>(path: string, signal?: AbortSignal): Promise<View> {
  const headers = { accept: 'application/json' };
  const response = await ask(path, signal ? { headers, signal } : { headers });
  return response.json();
}

const run = (id: string) => `/api/runs/${encodeURIComponent(id)}`;
const symbol = (id: string, name: string) => `${run(id)}/symbols/${encodeURIComponent(name)}`;

export interface BestChoice {
  /** A symbol of a shared search. */
  readonly of?: string | null;
  /** The most points of a curve. */
  readonly max?: number;
  readonly benchmark?: boolean;
}

/** The server's answers, infinities put back. All throw ApiError. */
export const api = {
  run: async (id: string, signal?: AbortSignal): Promise<RunView> => {
    const view = await get<RunView>(run(id), signal);
    return { ...view, record: decodeRecord(view.record) };
  },
  points: (id: string, name: string, signal?: AbortSignal, max = 5_000): Promise<PointsView> =>
    get(`${symbol(id, name)}/points?max=${max}`, signal),
  /** @param searches `RUN/FOLDER`, at most 20 */
  courses: async (searches: readonly string[]): Promise<CoursesView> => {
    const one = (names: string) => get<CoursesView>(`/api/courses?searches=${names}`);
    // Plain files cannot hold every choice of searches.
    const views =
      exportedAt === null ? [await one(searches.join())] : await Promise.all(searches.map(one));
    return { courses: views.flatMap(({ courses }) => courses) };
  },
  top: async (id: string, name: string, signal?: AbortSignal): Promise<TopView> => {
    const view = await get<TopView>(`${symbol(id, name)}/top?n=25`, signal);
    return { rows: view.rows.map(decodeEvaluation) };
  },
  sample: (id: string, name: string, signal?: AbortSignal): Promise<SearchSample> =>
    get(`${symbol(id, name)}/sample?max=3000`, signal),
  heat: (
    id: string,
    name: string,
    { x, y }: { x: string; y: string },
    signal?: AbortSignal,
  ): Promise<HeatMap> =>
    get(`${symbol(id, name)}/heat?${new URLSearchParams({ x, y, bins: '40' })}`, signal),
  timeline: (id: string, name: string): Promise<SlotTimeline> =>
    get(`${symbol(id, name)}/timeline?max=1500&bins=300`),
  constraints: (id: string, name: string): Promise<ConstraintsView> =>
    get(`${symbol(id, name)}/constraints`),
  hypervolume: (id: string, name: string): Promise<HypervolumeCourse | null> =>
    get(`${symbol(id, name)}/hypervolume`),
  convergence: async (id: string, name: string): Promise<ConvergenceView> =>
    decodeConvergence(await get<ConvergenceView>(`${symbol(id, name)}/convergence?max=1`)),
  /** @param query `where` (any number), `by`, `order` and `n` */
  chosen: async (
    id: string,
    name: string,
    query: URLSearchParams,
    signal?: AbortSignal,
  ): Promise<ChosenRows> => {
    const view = await get<ChosenRows>(`${symbol(id, name)}/chosen?${query}`, signal);
    return { ...view, rows: view.rows.map(decodeEvaluation) };
  },
  analysis: (id: string, name: string, signal?: AbortSignal): Promise<AnalysisView> =>
    get(`${symbol(id, name)}/analysis`, signal),
  front: async (id: string, name: string, signal?: AbortSignal): Promise<FrontView> => {
    const view = await get<FrontView>(`${symbol(id, name)}/front`, signal);
    return { ...view, rows: view.rows.map(decodeEvaluation) };
  },
  best: async (
    id: string,
    name: string,
    signal?: AbortSignal,
    choice: BestChoice = {},
  ): Promise<BestView> => {
    const query = new URLSearchParams();
    if (choice.of != null) query.set('of', choice.of);
    if (choice.max !== undefined) query.set('max', String(choice.max));
    if (choice.benchmark === true) query.set('benchmark', '1');
    const search = query.size > 0 ? `?${query}` : '';
    return decodeBest(await get<BestView>(`${symbol(id, name)}/best${search}`, signal));
  },
  log: (id: string, signal?: AbortSignal): Promise<LogView> =>
    get(`${run(id)}/log?tail=200`, signal),
  jobs: (signal?: AbortSignal): Promise<JobsView> => get('/api/jobs', signal),
  /** @param query may name `settings` and `batch`; the rest is left out */
  samplersBench: async (query: URLSearchParams): Promise<SamplersBenchView> => {
    const asked = [...query].filter(([name]) => name === 'settings' || name === 'batch');
    const search = asked.length > 0 ? `?${new URLSearchParams(asked)}` : '';
    return decodeBench(await get<SamplersBenchView>(`/api/samplers-bench${search}`));
  },
  /** Asks a run to stop or to resume; needs the token that the daemon printed. */
  control: async (id: string, action: 'stop' | 'resume', token: string): Promise<void> => {
    await ask(`${run(id)}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    });
  },
};
