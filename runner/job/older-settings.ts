import { asNumber, asNumberOrSwitch, withoutComments } from './loose-values.ts';
import type { Path } from './path.ts';
import { type Fields, fieldsIn, type Translation } from './translation.ts';

const PARTS = ['parallelization', 'checkpoint', 'ranking_weights', 'news_filter'];

/** `optimizer_config.json` of the Python grid optimizer. */
export function isSettings(fields: Fields): boolean {
  return 'parallelization' in fields || 'ranking_weights' in fields;
}

/** Its ranking weights, by the metric of ours that each one weighs. */
const METRICS: Readonly<Record<string, string>> = {
  sharpe_ratio: 'sharpe_ratio',
  winrate: 'win_rate',
};

/** That tool ranks sets of at least ten trades. */
const LEAST_TRADES = 10;

const AT: Readonly<Record<string, Path>> = {
  slots: ['parallelization', 'num_workers'],
  fitness: ['ranking_weights'],
};

/** What that file sets → fields of a job, and notes on what works otherwise here. */
export function translateSettings(file: Fields): Translation {
  const older = withoutComments(file) as Fields;
  const others = Object.entries(older).filter(([key]) => !PARTS.includes(key));
  return {
    fields: {
      slots: asNumber(fieldsIn(older['parallelization'])['num_workers'] ?? undefined),
      fitness: fitnessOf(fieldsIn(older['ranking_weights'])),
      ...Object.fromEntries(others),
    },
    fallbacks: {},
    problems: [],
    origin: (path) => ({ path: AT[String(path[0])] ?? path }),
    missing: {},
    notes: notesOn(older),
  };
}

function fitnessOf(weights: Fields): unknown {
  const terms = Object.entries(weights).flatMap(([name, weight]) => {
    const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
    return metric === undefined ? [] : [{ metric, weight: asNumber(weight) }];
  });
  if (terms.length === 0) return;
  return { name: 'composite', min_trades: LEAST_TRADES, min_profit_factor: 0, terms };
}

function notesOn(older: Fields): string[] {
  const notes: string[] = [];
  const { combinations_per_chunk: chunk } = fieldsIn(older['parallelization']);
  if (chunk !== undefined) {
    notes.push('parallelization.combinations_per_chunk is not used: chunks find their own size');
  }
  if ('checkpoint' in older) {
    notes.push('checkpoint is not used: checkpoints are written by themselves, in the run folder');
  }
  const strange = Object.keys(fieldsIn(older['ranking_weights'])).filter(
    (name) => !Object.hasOwn(METRICS, name),
  );
  for (const name of strange) {
    notes.push(`ranking_weights.${name} is not used: no backtest measures it yet`);
  }
  const news = fieldsIn(older['news_filter']);
  if ('news_filter' in older && asNumberOrSwitch(news['enabled'] ?? true) !== false) {
    notes.push('news_filter is not used: no strategy reads a calendar of news yet');
  }
  return notes;
}
