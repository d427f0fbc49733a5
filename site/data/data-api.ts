import type { MarketDataView, SpacesView } from '../../runner/server/data-views.ts';
import { get } from './api.ts';

/** What there is to backtest on. Both throw ApiError. */
export const dataApi = {
  /** @param fresh looks again; else what was found last is told */
  data: (fresh: boolean) => get<MarketDataView>(`/api/data${fresh ? '?fresh=1' : ''}`),
  spaces: () => get<SpacesView>('/api/spaces'),
};
