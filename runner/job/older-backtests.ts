import { describeValue } from './describe-value.ts';
import { mergeOver } from './layers.ts';
import { asNumber } from './loose-values.ts';
import {
  checkTickers,
  type Listed,
  listedBySymbol,
  listedInOrder,
  listsOf,
} from './older-set-lists.ts';
import { OLDER_MISSING, olderFallbacks, SETUP_PARAMS, setupValue } from './older-setup.ts';
import { formatPath, type Path } from './path.ts';
import {
  type Fields,
  isFields,
  type OlderProblem,
  type Origin,
  type Surroundings,
  type Translation,
  without,
} from './translation.ts';

const KEYS = ['param_sets', 'parameter_sets', 'symbols', 'symbols_parallel', 'total_workers'];

/** Sets to backtest: by symbol, or in a list. */
export function isBacktests(fields: Fields): boolean {
  return isFields(fields['param_sets']) || Array.isArray(fields['parameter_sets']);
}

/** Nothing is searched, so nothing but a set without any trade is invalid. */
const FITNESS = { name: 'net_profit', min_trades: 1, min_profit_factor: 0 };

/** Plain backtests of the Python optimizer: no search, every result kept. */
export function translateBacktests(older: Fields, around: Surroundings): Translation {
  const problems: OlderProblem[] = [];
  const listed = isFields(older['param_sets'])
    ? listedBySymbol(older['param_sets'], older['symbols'], problems)
    : listedInOrder(older['parameter_sets'] as readonly unknown[], problems);
  const own = without(older, KEYS);
  const named = own['symbol'] !== undefined || Array.isArray(older['symbols']);
  if (!named) checkTickers(listed, problems);
  const lists = listsOf(listed, named && !isFields(older['param_sets']));
  const setup = commonSetup(listed, own, problems);
  const slots = asNumber(older['total_workers']);
  const parallel = asNumber(older['symbols_parallel']);
  const symbols = older['symbols'] ?? lists.symbols;
  const fields = {
    ...setup,
    symbols: own['symbol'] === undefined ? symbols : undefined,
    stages: [{ name: 'backtests', sampler: 'list', ...lists.options }],
    keep_results: 'all',
    symbols_parallel: parallel,
    slots,
  };
  return {
    fields: mergeOver(fields, own),
    fallbacks: { ...olderFallbacks(around), fitness: FITNESS },
    problems,
    origin: originOf(older, lists.places, listed[0]?.path),
    missing: { ...OLDER_MISSING, start: 'startDate in the sets', end: 'endDate in the sets' },
    notes: unusedNote(older),
  };
}

/** Dates and cash, which all sets of a run have in common. */
function commonSetup(listed: readonly Listed[], own: Fields, problems: OlderProblem[]): Fields {
  const names = ['startDate', 'endDate', 'InitialCash'] as const;
  const fields: Record<string, unknown> = {};
  for (const name of names) {
    const ours = SETUP_PARAMS[name];
    if (own[ours] !== undefined) continue;
    const first = listed[0]?.set[name];
    fields[ours] = first === undefined ? undefined : setupValue(name, first);
    const other = listed.find(({ set }) => String(set[name]) !== String(first));
    if (other === undefined) continue;
    const wanted = `the ${name} of the first set, ${describeValue(first)} (others go in a file of their own)`;
    problems.push({ path: [...other.path, name], wanted, found: describeValue(other.set[name]) });
  }
  return fields;
}

function originOf(
  older: Fields,
  places: ReadonlyMap<string, Path>,
  first: Path = [],
): Translation['origin'] {
  const setup: Readonly<Record<string, Path>> = {
    slots: ['total_workers'],
    ...Object.fromEntries(
      Object.entries(SETUP_PARAMS).map(([theirs, ours]) => [ours, [...first, theirs]]),
    ),
  };
  const lists = 'param_sets' in older ? 'param_sets' : 'parameter_sets';
  return (path): Origin => {
    const [key, , option, ...rest] = path;
    if (key === 'stages') {
      const [symbol, index, ...inner] = option === 'by_symbol' ? rest : ['', ...rest];
      const place = places.get(`${symbol}/${index}`);
      // A list that is empty has no place of its own.
      return { path: place === undefined ? [lists] : [...place, ...inner] };
    }
    if (key === undefined || Object.hasOwn(older, key)) return { path };
    const place = setup[key];
    return { path: place === undefined ? path : [...place, ...path.slice(1)] };
  };
}

function unusedNote(older: Fields): string[] {
  const { param_sets: sets, symbols } = older;
  if (!isFields(sets) || !Array.isArray(symbols)) return [];
  const wanted = symbols.map((symbol) => String(symbol).toUpperCase());
  const unused = Object.keys(sets).filter((symbol) => !wanted.includes(symbol.toUpperCase()));
  return unused.map((symbol) => `${formatPath(['param_sets', symbol])} is not in symbols`);
}
