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

/** What it ranks results by; all of them are metrics of the Initial Balance strategy. */
const RANKED = ['total_r', 'sharpe_ratio', 'winrate'];

/** That tool ranks sets of at least ten trades. */
const LEAST_TRADES = 10;

const AT: Readonly<Record<string, Path>> = {
  slots: ['parallelization', 'num_workers'],
  checkpoint_every: ['checkpoint', 'interval'],
  outputs: ['ranking_weights'],
  fitness: ['ranking_weights'],
  fixed_parameters: ['news_filter'],
};

/** What that file sets → fields of a job, and notes on what works otherwise here. */
export function translateSettings(file: Fields): Translation {
  const older = withoutComments(file) as Fields;
  const others = Object.entries(older).filter(([key]) => !PARTS.includes(key));
  return {
    fields: {
      slots: asNumber(fieldsIn(older['parallelization'])['num_workers'] ?? undefined),
      checkpoint_every: asNumber(fieldsIn(older['checkpoint'])['interval'] ?? undefined),
      outputs: outputsOf(fieldsIn(older['ranking_weights'])),
      fitness: fitnessOf(fieldsIn(older['ranking_weights'])),
      fixed_parameters: newsOf(older),
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

function outputsOf(weights: Fields): unknown {
  const known = Object.entries(weights).filter(([name]) => RANKED.includes(name));
  if (known.length === 0) return;
  const numbers = known.map(([name, weight]) => [name, asNumber(weight)]);
  return { ranking_weights: Object.fromEntries(numbers), min_trades: LEAST_TRADES };
}

function notesOn(older: Fields): string[] {
  const notes: string[] = [];
  const { combinations_per_chunk: chunk } = fieldsIn(older['parallelization']);
  if (chunk !== undefined) {
    notes.push(
      'parallelization.combinations_per_chunk is not used: chunks find their own size, up to chunk_size',
    );
  }
  if (fieldsIn(older['checkpoint'])['file'] !== undefined) {
    notes.push('checkpoint.file is not used: it is always checkpoint.json in the symbol folder');
  }
  const strange = Object.keys(fieldsIn(older['ranking_weights'])).filter(
    (name) => !RANKED.includes(name),
  );
  for (const name of strange) {
    notes.push(`ranking_weights.${name} is not used: wanted ${RANKED.join(', ')}`);
  }
  return notes;
}

/** What a strategy with a news filter is told. */
function newsOf(older: Fields): unknown {
  if (!('news_filter' in older)) return;
  const { enabled, before_minutes: before, after_minutes: after } = fieldsIn(older['news_filter']);
  return {
    news_filter: asNumberOrSwitch(enabled ?? true) !== false,
    ...(before !== undefined && { news_before_minutes: asNumber(before) }),
    ...(after !== undefined && { news_after_minutes: asNumber(after) }),
  };
}
