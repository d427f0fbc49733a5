import type { BestParameters, ChosenSet } from '../report/best-parameters.ts';
import { type ParametersDocument, parametersDocument } from '../report/parameters-yaml.ts';

/**
 * What a promoted YAML or JSON file holds: a function of one evaluation alone, so that the same set
 * gives the same bytes whenever and by whomever it is promoted. When and why is in the record.
 */
export interface PromotedDocument extends ParametersDocument {
  readonly leantune: 'promoted';
}

/** What moves on while a search goes on and its best stays. */
const MOVING = ['total_trials', 'elapsed_time_seconds', 'data_points'];

export function promotedDocument(best: BestParameters, set: ChosenSet): PromotedDocument {
  const { metadata, ...rest } = parametersDocument(best, set, null);
  const lasting = Object.entries(metadata).filter(([key]) => !MOVING.includes(key));
  return {
    leantune: 'promoted',
    ...rest,
    metadata: { ...Object.fromEntries(lasting), created_at: set.evaluation.at },
  };
}
