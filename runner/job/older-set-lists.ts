import { describeValue, quote } from './describe-value.ts';
import { asNumber } from './loose-values.ts';
import { isSetupParam } from './older-setup.ts';
import type { Path } from './path.ts';
import { type Fields, isFields, type OlderProblem } from './translation.ts';

/** One set of the file, and where it stands there. */
export interface Listed {
  /** Of the symbol whose list it is in, or its own `ticker`. */
  readonly symbol: string | undefined;
  readonly set: Fields;
  readonly path: Path;
}

/** Lists by symbol: of those that `symbols` names, else of all. */
export function listedBySymbol(
  sets: Fields,
  symbols: unknown,
  problems: OlderProblem[],
): readonly Listed[] {
  const wanted = Array.isArray(symbols) ? symbols.map(String) : Object.keys(sets);
  return wanted.flatMap((symbol) => {
    const key = Object.keys(sets).find((one) => one.toUpperCase() === symbol.toUpperCase());
    const list = key === undefined ? undefined : sets[key];
    const path = ['param_sets', key ?? symbol];
    if (!Array.isArray(list)) {
      problems.push({ path, wanted: `a list of sets of ${symbol}`, found: describeValue(list) });
      return [];
    }
    return listedInOrder(list, problems, path).map((one) => {
      checkTicker(one, symbol, problems);
      return { ...one, symbol };
    });
  });
}

function checkTicker({ symbol: ticker, path }: Listed, symbol: string, problems: OlderProblem[]) {
  if (ticker === undefined || ticker.toUpperCase() === symbol.toUpperCase()) return;
  const problem = { wanted: `"${symbol}", whose list it is`, found: quote(ticker) };
  problems.push({ path: [...path, 'ticker'], ...problem });
}

/** Where sets say which symbol they are for, all must. */
export function checkTickers(listed: readonly Listed[], problems: OlderProblem[]) {
  if (listed.every(({ symbol }) => symbol === undefined)) return;
  for (const { symbol, path } of listed) {
    if (symbol !== undefined) continue;
    problems.push({
      path: [...path, 'ticker'],
      wanted: 'a ticker, as other sets',
      found: 'nothing',
    });
  }
}

/** One list; each set may name its `ticker`. */
export function listedInOrder(
  list: readonly unknown[],
  problems: OlderProblem[],
  above: Path = ['parameter_sets'],
): readonly Listed[] {
  return list.flatMap((set, index) => {
    const path = [...above, index];
    if (isFields(set)) {
      const { ticker } = set;
      return [{ symbol: ticker === undefined ? undefined : String(ticker), set, path }];
    }
    problems.push({ path, wanted: 'an object', found: describeValue(set) });
    return [];
  });
}

/** The sets without what they say of the backtest, for the sampler that takes lists. */
export function listsOf(listed: readonly Listed[], forAll: boolean) {
  const bySymbol: Record<string, Fields[]> = {};
  const places = new Map<string, Path>();
  for (const { symbol, set, path } of listed) {
    const key = forAll ? '' : (symbol?.toUpperCase() ?? '');
    const list = Object.hasOwn(bySymbol, key) ? (bySymbol[key] ?? []) : [];
    places.set(`${key}/${list.length}`, path);
    bySymbol[key] = [...list, tunedOf(set)];
  }
  const { '': forOthers, ...own } = bySymbol;
  const symbols = Object.keys(own);
  return {
    symbols: symbols.length === 0 ? undefined : symbols,
    places,
    options: {
      ...(forOthers !== undefined && { sets: forOthers }),
      ...(symbols.length > 0 && { by_symbol: own }),
    },
  };
}

function tunedOf(set: Fields): Fields {
  const tuned = Object.entries(set).filter(([name]) => !isSetupParam(name));
  return Object.fromEntries(tuned.map(([name, value]) => [name, asNumber(value)]));
}
