import type { EvaluationView, RepeatView } from '../../runner/server/evaluation-views.ts';
import { ask, get } from './api.ts';
import { decodeEvaluation, decodeVariation, decodeVerification } from './decode.ts';

/** Which evaluation a page is of. */
export interface EvaluationName {
  readonly run: string;
  readonly symbol: string;
  readonly id: string;
}

function pathOf({ run, symbol, id }: EvaluationName): string {
  const [one, other, third] = [run, symbol, id].map(encodeURIComponent);
  return `/api/runs/${one}/symbols/${other}/evaluations/${third}`;
}

/** The server's answers about one evaluation. All throw ApiError. */
export const evaluationApi = {
  /** @param of a symbol of a shared search */
  show: async (name: EvaluationName, of: string | null): Promise<EvaluationView> => {
    const query = of === null ? '' : `?${new URLSearchParams({ of })}`;
    const view = await get<EvaluationView>(`${pathOf(name)}${query}`);
    return {
      ...view,
      evaluation: decodeEvaluation(view.evaluation),
      variations: view.variations.map(decodeVariation),
      verified: view.verified.map(decodeVerification),
    };
  },
  /** Backtests it once more; needs the token. */
  repeat: async (
    name: EvaluationName,
    choice: { readonly keep: boolean; readonly of: string | null },
    token: string,
  ): Promise<RepeatView> => {
    const { keep, of } = choice;
    const response = await ask(`${pathOf(name)}/backtest`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify(of === null ? { keep } : { keep, of }),
    });
    const view = (await response.json()) as RepeatView;
    return { ...view, verification: decodeVerification(view.verification) };
  },
};
