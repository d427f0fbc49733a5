import type { DeletedStudy, Study, StudyNotes, StudySummary } from '../../runner/domain/study.ts';
import type { StudiesView } from '../../runner/server/study-views.ts';
import { ask, get } from './api.ts';
import { decodeEvaluation } from './decode.ts';
import { sitePath } from './site-path.ts';

const path = (name: string) => `/api/studies/${encodeURIComponent(name)}`;

/** Fitness may be infinite, which JSON has no number for. */
function decodeSummary<Summary extends StudySummary>(wire: Summary): Summary {
  const bests = wire.bests.map((best) => {
    return { ...best, evaluation: decodeEvaluation(best.evaluation) };
  });
  return { ...wire, bests };
}

function decodeStudy(wire: Study): Study {
  const history = wire.history.map((run) => {
    const searches = run.searches.map((search) => {
      return { ...search, best: search.best && decodeEvaluation(search.best) };
    });
    return { ...run, searches };
  });
  const courses = wire.courses.map((course) => {
    const best = course.best.map(([count, fitness]) => [count, Number(fitness)] as const);
    return { ...course, best };
  });
  return { ...decodeSummary(wire), history, courses };
}

async function change<View>(method: string, to: string, token: string, body?: object) {
  const response = await ask(to, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as View;
}

/** The server's answers about studies. All throw ApiError; changes need the token. */
export const studiesApi = {
  list: async (): Promise<StudiesView> => {
    const view = await get<StudiesView>('/api/studies');
    return { ...view, studies: view.studies.map(decodeSummary) };
  },
  /** Null where it is not in the trash, or there is one of that name again. */
  deleted: async (name: string): Promise<DeletedStudy | null> => {
    const { studies, deleted } = await get<StudiesView>('/api/studies');
    const isIt = (one: { name: string; title: string | null }) =>
      one.name === name || one.title === name;
    return studies.some(isIt) ? null : (deleted.find(isIt) ?? null);
  },
  show: async (name: string): Promise<Study> => decodeStudy(await get<Study>(path(name))),
  annotate: async (name: string, notes: Partial<StudyNotes>, token: string) =>
    decodeSummary(await change<StudySummary>('PATCH', path(name), token, notes)),
  delete: (name: string, token: string) => change<DeletedStudy>('DELETE', path(name), token),
  undelete: (name: string, token: string) =>
    change<DeletedStudy>('POST', `${path(name)}/undelete`, token),
  /** Where all evaluations can be had from. */
  evaluationsUrl: (name: string, format: 'csv' | 'jsonl') =>
    sitePath(`${path(name)}/evaluations`, { format }),
};
