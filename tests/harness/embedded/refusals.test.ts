import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { Algorithm } from '../../../harness/embedded/leantune.ts';
import { learnSecurities } from '../../../harness/embedded/learn-securities.ts';
import { loadStrategy } from '../../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { REFUSED } from '../../../harness/embedded/refusals/refuse-lean-names.ts';
import { namesOf } from '../../../harness/embedded/refusals/refuse-names.ts';
import { RefusedName } from '../../../harness/embedded/refusals/refused-name.ts';
import { ALGORITHM_NAMES } from '../../../harness/embedded/refusals/refused-names.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

/** Names of LEAN's public members, by what strategies hold. */
const lean: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('./fixtures/lean-names.json', import.meta.url), 'utf8'),
);
const refused = [{ owner: 'algorithm', groups: ALGORITHM_NAMES }, ...REFUSED];
const place = useSampleData();

/** Indicators of one letter: strategies call their own fields so. */
const LEFT_OUT = /^.$/;

/** SMA is sma here, SetHoldings setHoldings. */
function ours(name: string): string {
  if (name === name.toUpperCase()) return name.toLowerCase();
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof RefusedName || error instanceof InputError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

function read(from: object | undefined, name: string): unknown {
  return (from as Record<string, unknown>)[name];
}

function backtestOf(create: () => Algorithm) {
  const setup = sampleSetup(place.dataFolder);
  const strategy = { name: 'own', create, parameters: {} };
  return createBacktest({ setup, data: loadMarketData(setup), strategy });
}

/** Lets a strategy act in `initialize`. */
class Own extends Algorithm {
  readonly #act: (algorithm: Own) => void;

  constructor(act: (algorithm: Own) => void) {
    super();
    this.#act = act;
  }

  initialize(): void {
    this.addEquity('spx');
    this.#act(this);
  }
}

let held: Readonly<Record<string, object>> = {};

/** Shows what a strategy holds; who wants to be warned has a full account, with a cash book. */
class Holding extends Algorithm {
  initialize(): void {
    this.addEquity('spx');
  }

  override onMarginCallWarning(): void {}

  override onData(): void {
    if (this.transactions.ordersCount > 0) return;
    const { portfolio, transactions, securities, settings, schedule, dateRules, timeRules } = this;
    const { cashBook } = portfolio;
    const [security, holding] = [securities.get('spx'), portfolio.get('spx')];
    const ticket = this.limitOrder('spx', 1, 1);
    const cash = cashBook.get('USD');
    const own = { algorithm: this, portfolio, transactions, securities, security, holding, ticket };
    const others = { slice: this.currentSlice, settings, schedule, dateRules, timeRules };
    held = { ...own, ...others, cashBook, cash };
  }
}

beforeAll(() => {
  backtestOf(() => new Holding()).run({}, 'metrics');
});

describe('every public name of LEAN is there or refused', () => {
  test.each(Object.keys(lean))('of %s', (owner) => {
    const groups = refused.find((one) => one.owner === owner)?.groups ?? [];
    const names = groups.flatMap(namesOf);
    const wanted = (lean[owner] ?? []).map(ours).filter((name) => !LEFT_OUT.test(name));
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !wanted.includes(name))).toEqual([]);
    const missing = wanted.filter((name) => !(name in (held[owner] ?? {})));
    expect(missing).toEqual([]);
    for (const name of names) {
      const message = refusalOf(() => read(held[owner], name));
      expect(message).toContain(`Cannot use ${owner}.${name}:`);
      expect(message).toMatch(/: wanted .+, found an engine that .+/);
    }
    // What is there is no refusal.
    for (const name of wanted.filter((one) => !names.includes(one))) {
      expect(refusalOf(() => read(held[owner], name))).toBe('nothing was refused');
    }
  });
});

describe('a name that is refused', () => {
  test('ends initialize, and is told before a run begins', () => {
    const backtest = backtestOf(() => new Own((algorithm) => read(algorithm, 'addOption')));
    const message = refusalOf(() => learnSecurities(backtest));
    expect(message).toContain('found algorithm.addOption: an engine that has no options');
    expect(message).toContain('wanted LEAN itself for it (executor "process" or "docker")');
  });

  test('is unknown to the compiler', () => {
    backtestOf(
      () =>
        new Own((algorithm) => {
          // @ts-expect-error not in this engine
          expect(() => algorithm.addUniverse(() => [])).toThrow('Cannot use algorithm.addUniverse');
          // @ts-expect-error not in this engine
          expect(() => algorithm.securities.get('spx').setSettlementModel(null)).toThrow(
            'Cannot use security.setSettlementModel',
          );
        }),
    ).learnSecurities();
    expect.assertions(2);
  });

  test('may be a strategy’s own field or method', () => {
    class Named extends Own {
      alpha = 5;

      quit(): number {
        return this.alpha;
      }
    }
    const found: unknown[] = [];
    const named = () =>
      new Named((algorithm) => {
        Object.assign(algorithm, { statistics: 7 });
        found.push((algorithm as Named).quit(), read(algorithm, 'statistics'));
      });
    backtestOf(named).learnSecurities();
    expect(found).toEqual([5, 7]);
  });

  test('is refused as a setting that nobody would look at', () => {
    const set = (algorithm: Own) =>
      Object.assign(algorithm.settings, { dailyPreciseEndTime: false });
    const message = refusalOf(() => backtestOf(() => new Own(set)).learnSecurities());
    expect(message).toContain('Cannot use settings.dailyPreciseEndTime');
  });
});

describe('a name in the spelling of another language', () => {
  test.each([
    ['SetHoldings', 'setHoldings'],
    ['set_holdings', 'setHoldings'],
    ['SMA', 'sma'],
    ['Portfolio', 'portfolio'],
  ])('%s is refused for %s', (name, meant) => {
    const backtest = backtestOf(() => new Own((algorithm) => read(algorithm, name)));
    expect(refusalOf(() => backtest.learnSecurities())).toContain(
      `Cannot use ${name}: wanted LEAN's names in camelCase, ${meant}`,
    );
  });
});

describe('loadStrategy() refuses a strategy that counts on calls which never come', () => {
  test.each([
    ['onSecuritiesChanged', 'has no universes'],
    ['onEndOfDay', 'beforeMarketClose(symbol, 10)'],
    ['OnData', 'camelCase, onData'],
    ['on_order_event', 'camelCase, onOrderEvent'],
  ])('%s', async (method, wanted) => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'own.ts');
    const source = `import { Algorithm } from 'leantune';
      export default class Own extends Algorithm { initialize() {} ${method}() {} helper() {} }`;
    writeFileSync(file, source);
    await expect(loadStrategy(file, folder.path)).rejects.toThrow(wanted);
    writeFileSync(file.replace('own', 'other'), source.replace(`${method}()`, 'rebalance()'));
    const { name } = await loadStrategy(file.replace('own', 'other'), folder.path);
    expect(name).toContain('other.ts');
  });
});

describe('the README', () => {
  const text = readFileSync('harness/embedded/README.md', 'utf8');

  test('names what is refused', () => {
    const readme = text.replace(/\s+/g, ' ');
    const missing = refused.flatMap(({ owner, groups }) =>
      groups
        .map((group) => `\`${owner}\` ${group.why}: ${namesOf(group).join(' ')}`)
        .filter((line) => !readme.includes(line)),
    );
    expect(missing).toEqual([]);
  });

  test('names nothing as there that is not', () => {
    const table = text.split('\n').filter((line) => line.startsWith('| '));
    const names = [...table.join().matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(50);
    const algorithm = held['algorithm'] ?? {};
    expect(names.filter((name) => !(name in algorithm))).toEqual([]);
  });
});
