import type { LiveView, ReviewView } from '../../runner/server/live-views.ts';
import type { CandidateView, PromotedView, PromotionsView } from '../../runner/server/views.ts';
import { get } from './api.ts';
import { send } from './jobs-api.ts';

/** From a search to what is live. All throw ApiError; changes need the token. */
export const liveApi = {
  live: () => get<LiveView>('/api/live'),
  promotions: () => get<PromotionsView>('/api/promotions'),
  review: (candidate: string, to: string | null) =>
    get<ReviewView>(
      `/api/candidates/${encodeURIComponent(candidate)}${to === null ? '' : `?${new URLSearchParams({ to })}`}`,
    ),
  stage: (run: string, choice: { symbol?: string; evaluation?: number }, token: string) =>
    send<CandidateView>(`/api/runs/${encodeURIComponent(run)}/stage`, {
      method: 'POST',
      token,
      body: choice,
    }),
  promote: (
    order: { candidate: string; to: string; why?: string; force?: boolean },
    token: string,
  ) => send<PromotedView>('/api/promotions', { method: 'POST', token, body: order }),
  rollBack: (order: { file: string; why?: string; force?: boolean }, token: string) =>
    send<object>('/api/promotions/rollback', { method: 'POST', token, body: order }),
};
